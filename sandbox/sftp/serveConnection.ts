import type { Socket } from 'node:net';
import type { AuthContext, SFTPWrapper } from 'ssh2';
import { Server, utils } from 'ssh2';

import type { SshKey } from './createKey';
import type { Oddities } from './oddities';
import type { SftpFault } from './sftpFaults';

interface Options {
	/** One of each kind at most. */
	hostKeys: readonly SshKey[];
	odd: Oddities;
	username: string;
	clientKey: SshKey;
	takeFault: (kind: 'AUTH' | 'SUBSYSTEM') => SftpFault | undefined;
	onSftp: (stream: SFTPWrapper) => void;
}

/** Speaks SSH on a socket: one user with one key, nothing but the SFTP subsystem. */
export function serveConnection(socket: Socket, options: Options): void {
	const { hostKeys, odd, username, clientKey, takeFault, onSftp } = options;

	const isAllowed = (context: AuthContext): boolean => {
		if (context.method !== 'publickey' || context.username !== username) return false;
		const key = utils.parseKey(clientKey.publicKey);
		if (key instanceof Error || !key.getPublicSSH().equals(context.key.data)) return false;
		if (!context.signature || !context.blob) return true;
		return key.verify(context.blob, context.signature, context.hashAlgo) === true;
	};

	const config = {
		hostKeys: hostKeys.map(({ privateKey }) => privateKey),
		...(odd.banner && { banner: odd.banner }),
	};
	const ssh = new Server(config, (connection) => {
		// A client that goes away in the middle is an error for ssh2; the socket's `close` follows.
		connection.on('error', () => {});
		connection.on('authentication', (context) => {
			// A client first asks whether its key would do, then signs: only the second counts as a log-in.
			const isLogin = context.method === 'publickey' && context.signature !== undefined;
			const fault = isLogin ? takeFault('AUTH') : undefined;
			if (fault === 'stall') return;
			if (fault && fault !== 'refuse') socket.destroy();
			else if (fault || !odd.loginMethods.includes(context.method) || !isAllowed(context))
				context.reject([...odd.loginMethods]);
			else if (odd.afterKey && isLogin) context.reject([odd.afterKey], true);
			else context.accept();
		});
		connection.on('session', (acceptSession) => {
			acceptSession().on('sftp', (acceptSftp, rejectSftp) => {
				const fault = takeFault('SUBSYSTEM');
				if (fault === 'stall') return;
				if (fault === 'refuse') rejectSftp();
				else if (fault) socket.destroy();
				else onSftp(acceptSftp());
			});
		});
	});
	ssh.injectSocket(socket);
}
