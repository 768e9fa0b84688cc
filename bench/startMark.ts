import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Mark {
	/** What a workflow calls with GET. */
	url: string;
	stop(): Promise<void>;
}

/** An address that a workflow calls to say how far it is; it goes on when `onCall` has ended. */
export async function startMark(onCall: () => Promise<void>): Promise<Mark> {
	const server = createServer((_request, response) => {
		onCall().then(
			() => response.end('{}'),
			(error: unknown) => response.writeHead(500).end(String(error)),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		async stop() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
