import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TurnCounter {
	port: number;
	/** How often the client has sent something and waited for what comes back; connecting counts as one. */
	turns(): number;
	stop(): Promise<void>;
}

/** Longer than a client takes to send what it sends together. */
const QUIET_MS = 60;

/**
 * A TCP proxy on loopback that counts round trips. It hands on what one side sends when that side has nothing more to say,
 * so that all that is sent together is one turn, however fast the other side answers.
 */
export async function startTurnCounter(targetPort: number): Promise<TurnCounter> {
	const sockets = new Set<Socket>();
	let turns = 0;
	let isClientsTurn = true;

	function handOn(from: Socket, to: Socket, onTurn: () => void): void {
		let waiting: Buffer[] = [];
		let isOver = false;
		const quiet = setTimeout(() => {
			if (waiting.length > 0) {
				onTurn();
				to.write(Buffer.concat(waiting));
				waiting = [];
			}
			if (isOver) to.end();
		}, QUIET_MS);
		sockets.add(from);
		from.setNoDelay(true);
		from.on('data', (bytes) => {
			waiting.push(bytes);
			quiet.refresh();
		});
		from.on('end', () => {
			isOver = true;
			quiet.refresh();
		});
		from.on('error', () => to.destroy());
		from.on('close', () => sockets.delete(from));
	}

	const server = createServer({ allowHalfOpen: true }, (client) => {
		turns += 1;
		const target = connect({ host: '127.0.0.1', port: targetPort, allowHalfOpen: true });
		handOn(client, target, () => {
			if (isClientsTurn) turns += 1;
			isClientsTurn = false;
		});
		handOn(target, client, () => (isClientsTurn = true));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		turns: () => turns,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
