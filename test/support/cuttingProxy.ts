import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
	port: number;
	hasCut(): boolean;
	stop(): Promise<void>;
}

/**
 * A TCP proxy on loopback that cuts one connection, once: at the `at`th time that the client sends something, `before`
 * the server gets it or `after` it has answered, whatever the server and its encryption.
 */
export async function startCuttingProxy(
	targetPort: number,
	at: number,
	when: 'before' | 'after',
): Promise<CuttingProxy> {
	const sockets = new Set<Socket>();
	let sent = 0;
	let hasCut = false;

	const server = createServer((client) => {
		const target = connect({ host: '127.0.0.1', port: targetPort });
		const cut = () => {
			hasCut = true;
			for (const socket of [client, target]) socket.destroy();
		};
		let isLast = false;
		client.on('data', (bytes) => {
			sent += 1;
			if (sent === at && when === 'before') return cut();
			isLast ||= sent === at;
			target.write(bytes);
		});
		target.on('data', (bytes) => {
			if (isLast) return cut();
			client.write(bytes);
		});
		for (const [one, other] of [
			[client, target],
			[target, client],
		] as const) {
			sockets.add(one);
			one.setNoDelay(true);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				sockets.delete(one);
				other.destroySoon();
			});
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		hasCut: () => hasCut,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
