"""An SFTP server of asyncssh on loopback. Arguments: port, folder, host key file, authorized keys file."""

import asyncio
import sys

import asyncssh

port, folder, host_key, authorized_keys = sys.argv[1:]


async def main():
    await asyncssh.listen(
        "127.0.0.1",
        int(port),
        server_host_keys=[host_key],
        authorized_client_keys=authorized_keys,
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=folder),
    )
    await asyncio.Event().wait()


asyncio.run(main())
