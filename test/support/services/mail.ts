import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Mail {
	to: string[];
	subject: string;
	text: string;
	attachments: Array<{ name: string; content: Buffer }>;
}

/** A mail server on loopback that takes every mail and shows it; without encryption and login. */
export async function startMailServer() {
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket.on('close', () => sockets.delete(socket)));
		void talk(socket, mails);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		mails,
		/** For n8n's credential `smtp`. */
		credential: {
			...{ user: '', password: '', host: '127.0.0.1' },
			port: (server.address() as AddressInfo).port,
			...{ secure: false, disableStartTls: true, hostName: '' },
		},
		async stop() {
			sockets.forEach((socket) => socket.destroy());
			server.close();
			await once(server, 'close');
		},
	};
}

/** SMTP, as far as a client that only delivers needs it. */
async function talk(socket: Socket, mails: Mail[]): Promise<void> {
	const say = (line: string) => socket.write(`${line}\r\n`);
	let to: string[] = [];
	let data: string[] | undefined;
	say('220 localhost');
	for await (const line of createInterface({ input: socket })) {
		if (data && line !== '.') {
			data.push(line.replace(/^\./, ''));
		} else if (data) {
			mails.push({ to, ...readMessage(data.join('\r\n')) });
			data = undefined;
			say('250 OK');
		} else if (/^DATA/i.test(line)) {
			data = [];
			say('354 Go on');
		} else if (/^QUIT/i.test(line)) {
			socket.end('221 Bye\r\n');
		} else if (/^(EHLO|MAIL|RCPT)/i.test(line)) {
			if (/^MAIL/i.test(line)) to = [];
			if (/^RCPT/i.test(line)) to.push(/<(.*)>/.exec(line)?.[1] ?? '');
			say('250 OK');
		} else {
			say('502 Not played');
		}
	}
}

function readMessage(message: string): Omit<Mail, 'to'> {
	const { headers, content, parts } = readPart(message);
	const [text, ...attachments] = parts ?? [{ headers, content }];
	return {
		subject: headers.subject ?? '',
		text: text?.content.toString('utf8').replace(/\r\n/g, '\n') ?? '',
		attachments: attachments.map(
			({ headers: { 'content-disposition': disposition }, content }) => ({
				name: /filename="?([^";]*)/.exec(disposition ?? '')?.[1] ?? '',
				content,
			}),
		),
	};
}

interface Part {
	headers: Record<string, string>;
	content: Buffer;
	parts?: Part[];
}

/** A part of a MIME message, decoded (RFC 2045 and 2046). */
function readPart(text: string): Part {
	const end = text.indexOf('\r\n\r\n');
	const unfolded = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
	const headers = Object.fromEntries(
		unfolded.split('\r\n').map((line) => {
			const [name = '', ...value] = line.split(':');
			return [name.toLowerCase(), value.join(':').trim()];
		}),
	);
	const body = text.slice(end + 4);
	const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1];
	if (boundary === undefined) {
		return { headers, content: decode(body, headers['content-transfer-encoding']) };
	}
	const parts = body
		.split(`--${boundary}`)
		.slice(1, -1)
		.map((part) => readPart(part.replace(/^\r\n/, '').replace(/\r\n$/, '')));
	return { headers, content: Buffer.alloc(0), parts };
}

function decode(body: string, encoding: string | undefined): Buffer {
	if (encoding === 'base64') return Buffer.from(body, 'base64');
	if (encoding !== 'quoted-printable') return Buffer.from(body);
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1');
}
