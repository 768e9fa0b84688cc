import { Agent } from 'node:http';

import { post } from '../../scripts/n8n/post';

export interface Call {
	headers: Record<string, string>;
	body: Buffer;
}

export interface Hammered {
	seconds: number;
	/** Milliseconds of each answer, by its status. */
	byStatus: Map<number, number[]>;
}

/** Sends one call after another over each of `connections` kept connections, until `next` gives no more. */
export async function hammer(
	url: string,
	connections: number,
	next: () => Call | undefined,
): Promise<Hammered> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const byStatus = new Map<number, number[]>();
	const work = async () => {
		for (let call = next(); call; call = next()) {
			const start = performance.now();
			const { status } = await post(url, call.headers, call.body, agent);
			const times = byStatus.get(status) ?? [];
			byStatus.set(status, [...times, performance.now() - start]);
		}
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: connections }, work));
	const seconds = (performance.now() - start) / 1000;
	agent.destroy();
	return { seconds, byStatus };
}
