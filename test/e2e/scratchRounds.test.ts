import { createCredential } from '../../scripts/n8n/credentials';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { packedPackage } from '../support/packedPackage';
import { numbersTo } from '../support/pushWorkflow';
import { publishPush, type PushAnswer } from '../support/publishPush';
import { startPostgres, type Postgres } from '../../scripts/programs/postgres';
import { startRedis, type Redis } from '../../scripts/programs/redis';
import { customerOf as num } from '../support/makeUnreliable';
import { pushFaults } from '../../sandbox';
import { appendFileSync } from 'node:fs';
jest.setTimeout(1_600_000);
let postgres: Postgres;
let redis: Redis;
let demo: Demo;
beforeAll(async () => {
	[postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	demo = await startDemo(packedPackage(), {}, { redisPort: redis.port, postgres, workers: 2 });
	const { keys, url: pushUrl } = demo.sandbox.push;
	await createCredential(demo.session, 'kaskoApi', 'live', { apiKey: keys.live, pushUrl });
});
afterAll(async () => {
	await demo?.stop();
	await redis?.stop();
	await postgres?.stop();
});
const counts = (a: PushAnswer[]) => {
	const c: Record<string, number> = {};
	for (const { status } of a) c[status] = (c[status] ?? 0) + 1;
	return JSON.stringify(c);
};
it('rounds', async () => {
	for (let round = 0; round < 3; round++) {
		demo.sandbox.push.reset();
		demo.sandbox.push.faults.when(
			(r) => num(r) % 10 === 0,
			pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`),
		);
		const { push } = await publishPush(demo.session, { credential: 'live' });
		const customers = numbersTo(200);
		for (let again = 0; again < 3; again++) {
			const t = Date.now();
			const a = await push(customers);
			const names = demo.sandbox.push.policies.map(({ lastName }) => lastName);
			appendFileSync(
				'/tmp/rounds.log',
				`round ${round}.${again} ${counts(a)} policies ${names.length} distinct ${new Set(names).size} requests ${demo.sandbox.push.requests.length} ${Date.now() - t} ms; odd: ${a
					.filter(({ status }) => status === 'unknown')
					.map(({ number, item }) => `${number} ${JSON.stringify(item).slice(0, 160)}`)
					.slice(0, 3)
					.join(' | ')}\n`,
			);
		}
	}
});
