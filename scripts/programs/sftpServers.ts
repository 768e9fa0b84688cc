import { NSS_WRAPPER, startDropbear } from './dropbear';
import { startProftpd } from './proftpd';
import { startPythonSftp } from './pythonSftp';
import { startRclone } from './rclone';
import type { SftpProgram } from './sftpHome';
import { startSshd } from './sshd';

export interface SftpServer {
	name: string;
	/** What Debian calls it, and where its package puts what is needed. */
	packages: Array<{ paths: string[]; debianPackage: string }>;
	start(): Promise<SftpProgram>;
	/** By which requests it replaces a file, although these must not; our node looks before it renames. */
	overwrites?: ReadonlyArray<'OPEN' | 'RENAME'>;
	/** It goes on with an upload whose line was cut, also after it was told to delete the file. */
	keepsCutUploads?: boolean;
	/** It takes the parts of a file in their order only. */
	refusesParallelWrites?: boolean;
}

const python = (library: string) => ({
	paths: [`/usr/lib/python3/dist-packages/${library}/__init__.py`],
	debianPackage: `python3-${library}`,
});

/** SFTP servers that others wrote. */
export const SFTP_SERVERS: SftpServer[] = [
	{
		name: 'OpenSSH',
		packages: [{ paths: ['/usr/sbin/sshd'], debianPackage: 'openssh-server' }],
		start: () => startSshd(),
	},
	{
		name: 'ProFTPD mod_sftp',
		packages: [{ paths: ['/usr/lib/proftpd/mod_sftp.so'], debianPackage: 'proftpd-mod-crypto' }],
		start: startProftpd,
	},
	{
		name: 'dropbear',
		packages: [
			{ paths: ['/usr/sbin/dropbear'], debianPackage: 'dropbear-bin' },
			{ paths: NSS_WRAPPER, debianPackage: 'libnss-wrapper' },
		],
		start: startDropbear,
	},
	{
		name: 'asyncssh',
		packages: [python('asyncssh')],
		start: () => startPythonSftp('asyncssh'),
	},
	{
		name: 'paramiko',
		packages: [python('paramiko')],
		start: () => startPythonSftp('paramiko'),
		overwrites: ['RENAME'],
	},
	{
		name: 'rclone (pkg/sftp)',
		packages: [{ paths: ['/usr/bin/rclone'], debianPackage: 'rclone' }],
		start: startRclone,
		overwrites: ['OPEN', 'RENAME'],
		keepsCutUploads: true,
		refusesParallelWrites: true,
	},
];
