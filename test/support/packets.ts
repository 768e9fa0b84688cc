/** The packets of SFTP version 3: a length, a type, and for all but the first two an ID (draft-ietf-secsh-filexfer-02). */
export const TYPE = {
	open: 3,
	close: 4,
	read: 5,
	write: 6,
	readdir: 12,
	remove: 13,
	stat: 17,
	rename: 18,
	status: 101,
	handle: 102,
	data: 103,
	name: 104,
	attrs: 105,
};

export const STATUS = { ok: 0, noSuchFile: 2, failure: 4 };

export const typeOf = (packet: Buffer): number => packet[4] ?? 0;
export const idOf = (packet: Buffer): number => packet.readUInt32BE(5);

/** Gives each whole packet of a stream to `handle`. */
export function eachPacket(handle: (packet: Buffer) => void): (chunk: Buffer) => void {
	let bytes = Buffer.alloc(0);
	return (chunk) => {
		bytes = Buffer.concat([bytes, chunk]);
		while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(0)) {
			const end = 4 + bytes.readUInt32BE(0);
			handle(bytes.subarray(0, end));
			bytes = bytes.subarray(end);
		}
	};
}

export function number(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value >>> 0);
	return bytes;
}

export function text(value: string | Buffer): Buffer {
	const bytes = Buffer.from(value);
	return Buffer.concat([number(bytes.length), bytes]);
}

/** An answer to the request with this ID. */
export function answer(type: number, id: number, ...parts: Buffer[]): Buffer {
	const body = Buffer.concat([Buffer.of(type), number(id), ...parts]);
	return Buffer.concat([number(body.length), body]);
}

export const status = (id: number, code: number, message = ''): Buffer =>
	answer(TYPE.status, id, number(code), text(message), text(''));

/** A listing of files that have names and nothing else. */
export const listing = (id: number, names: string[]): Buffer =>
	answer(
		TYPE.name,
		id,
		number(names.length),
		...names.flatMap((name) => [text(name), text(name), number(0)]),
	);
