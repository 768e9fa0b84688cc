"""An SFTP server of paramiko on loopback. Arguments: port, folder, host key file, authorized keys file.

paramiko brings the protocol and leaves the files to its user; what stands here is what its own example does.
"""

import os
import socket
import sys
import threading

import paramiko

port, folder, host_key_file, authorized_keys_file = sys.argv[1:]
host_key = paramiko.Ed25519Key.from_private_key_file(host_key_file)
with open(authorized_keys_file) as lines:
    authorized_key = lines.read().split()[1]


class Login(paramiko.ServerInterface):
    def get_allowed_auths(self, username):
        return "publickey"

    def check_auth_publickey(self, username, key):
        fits = key.get_base64() == authorized_key
        return paramiko.AUTH_SUCCESSFUL if fits else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, channel_id):
        return paramiko.OPEN_SUCCEEDED


class OpenFile(paramiko.SFTPHandle):
    def stat(self):
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))

    def chattr(self, attributes):
        return paramiko.SFTP_OK


def answer(work):
    def answered(self, *arguments):
        try:
            result = work(self, *arguments)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTP_OK if result is None else result

    return answered


class Files(paramiko.SFTPServerInterface):
    def local(self, path):
        return folder + self.canonicalize(path)

    @answer
    def list_folder(self, path):
        return [self.entry(self.local(path), name) for name in os.listdir(self.local(path))]

    def entry(self, path, name):
        return paramiko.SFTPAttributes.from_stat(os.stat(os.path.join(path, name)), name)

    @answer
    def stat(self, path):
        return paramiko.SFTPAttributes.from_stat(os.stat(self.local(path)))

    lstat = stat

    @answer
    def open(self, path, flags, attributes):
        descriptor = os.open(self.local(path), flags, 0o666)
        is_write = flags & (os.O_WRONLY | os.O_RDWR)
        file = os.fdopen(descriptor, ("r+b" if flags & os.O_RDWR else "wb") if is_write else "rb")
        handle = OpenFile(flags)
        handle.readfile = handle.writefile = file
        return handle

    @answer
    def remove(self, path):
        os.remove(self.local(path))

    @answer
    def rename(self, old, new):
        os.rename(self.local(old), self.local(new))

    posix_rename = rename

    @answer
    def mkdir(self, path, attributes):
        os.mkdir(self.local(path))

    @answer
    def rmdir(self, path):
        os.rmdir(self.local(path))


def serve(connection):
    transport = paramiko.Transport(connection)
    transport.add_server_key(host_key)
    transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
    try:
        transport.start_server(server=Login())
        transport.join()
    except (EOFError, OSError, paramiko.SSHException):
        transport.close()


listener = socket.create_server(("127.0.0.1", int(port)))
while True:
    accepted, _address = listener.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
