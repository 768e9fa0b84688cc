import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface DelayProxy {
	port: number;
	stop(): Promise<void>;
}

/** A TCP proxy on loopback that hands everything on later, in both directions, however much it is. */
export async function startDelayProxy(
	targetPort: number,
	oneWayMilliseconds: number,
): Promise<DelayProxy> {
	const sockets = new Set<Socket>();

	/** Timers of one length fire in the order they were set, so the bytes keep theirs. */
	const forward = (from: Socket, to: Socket) => {
		sockets.add(from);
		from.setNoDelay(true);
		from.on('data', (bytes) => setTimeout(() => to.write(bytes), oneWayMilliseconds));
		from.on('end', () => setTimeout(() => to.end(), oneWayMilliseconds));
		from.on('error', () => to.destroy());
		from.on('close', () => sockets.delete(from));
	};
	const server = createServer({ allowHalfOpen: true }, (client) => {
		const target = connect({ host: '127.0.0.1', port: targetPort, allowHalfOpen: true });
		forward(client, target);
		forward(target, client);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
