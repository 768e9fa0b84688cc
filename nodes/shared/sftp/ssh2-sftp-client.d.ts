/** What this package and its tests use of ssh2-sftp-client 12; the published types describe version 9. */
declare module 'ssh2-sftp-client' {
	import type { Readable } from 'node:stream';
	import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2';

	interface Entry {
		type: string;
		name: string;
		size: number;
	}

	class SftpClient {
		/** @param callbacks Without them the library prints to the console. */
		constructor(
			name?: string,
			callbacks?: { error?(error: Error): void; end?(): void; close?(): void },
		);
		readonly client: Client;
		connect(config: ConnectConfig): Promise<SFTPWrapper>;
		put(
			source: string | Buffer | Readable,
			path: string,
			options?: { writeStreamOptions: { flags: string } },
		): Promise<string>;
		end(): Promise<boolean>;

		append(source: Buffer, path: string): Promise<string>;
		cwd(): Promise<string>;
		delete(path: string): Promise<string>;
		exists(path: string): Promise<false | string>;
		fastPut(localPath: string, path: string): Promise<string>;
		get(path: string): Promise<Buffer>;
		list(path: string): Promise<Entry[]>;
		mkdir(path: string): Promise<string>;
		posixRename(from: string, to: string): Promise<string>;
		rename(from: string, to: string): Promise<string>;
		rmdir(path: string): Promise<string>;
		stat(path: string): Promise<{ size: number; isFile: boolean }>;
	}
	export = SftpClient;
}
