/** The fields of the credential `kaskoSftpApi`. */
export interface SftpCredential {
	host: string;
	port: number;
	username: string;
	privateKey: string;
	passphrase: string;
	/** Fingerprint of the server's key; empty = not known yet. */
	hostKey: string;
	acceptAnyHostKey: boolean;
	/** The folder that holds `test` and `live`; empty = login folder. */
	folder: string;
}

export interface SftpOptions {
	/** Limit for connecting, and for each silence of the server afterwards. */
	timeoutSeconds: number;
	signal?: AbortSignal;
}

export interface RemoteFile {
	name: string;
	bytes: number;
	modifiedAt: Date;
	isFolder: boolean;
}

/** An open SFTP session. Every method throws `SftpError`. */
export interface SftpSession {
	/** Fingerprint of the key that the server showed. */
	readonly hostKey: string;
	/** Set when the run is cancelled; `upload` stops by itself, other requests end within seconds. */
	readonly signal?: AbortSignal;
	/** Undefined when there is nothing at `path`. */
	stat(path: string): Promise<RemoteFile | undefined>;
	/** Undefined when there is no folder at `path`. */
	list(path: string): Promise<RemoteFile[] | undefined>;
	/**
	 * Writes a new file and closes it; refuses to touch an existing one.
	 * @param mode `parallel` keeps many writes in flight, `serial` one, for servers that want it so.
	 */
	upload(path: string, content: AsyncIterable<Buffer>, mode: UploadMode): Promise<void>;
	/** The bytes of the file, in blocks. */
	read(path: string): AsyncIterable<Buffer>;
	/** SFTP version 3 rename: the server refuses it when `to` exists. */
	rename(from: string, to: string): Promise<void>;
	/** False when there is nothing at `path`. */
	remove(path: string): Promise<boolean>;
}

export type UploadMode = 'parallel' | 'serial';
