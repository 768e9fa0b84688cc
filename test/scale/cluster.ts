import { createCredential } from '../../scripts/n8n/credentials';
import type { N8nProcess } from '../../scripts/n8n/N8nProcess';
import { startDemo, type Demo } from '../../scripts/demo/startDemo';
import { startPostgres, type Postgres } from '../../scripts/programs/postgres';
import { startRedis, type Redis } from '../../scripts/programs/redis';
import type { SftpProgram } from '../../scripts/programs/sftpHome';
import { startSshd } from '../../scripts/programs/sshd';
import { packedPackage } from '../support/packedPackage';
import { storedSftpCredential } from '../support/sftpCredential';

/** By default n8n takes a minute and a half to see that a worker has died. */
const SEEN_AS_DEAD = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** On a busy machine n8n would otherwise fail executions for want of a connection to its database. */
const PATIENT_WITH_DATABASE = {
	DB_POSTGRESDB_CONNECTION_TIMEOUT: '120000',
	DB_CONNECTION_ACQUISITION_TIMEOUT_MS: '120000',
	DB_PING_TIMEOUT_MS: '60000',
};

/**
 * n8n forgets a job that has ended, and only then asks whether it has: the caller of a webhook whose execution ends within
 * moments is never answered (`workflow-runner.js`, and `finished` in bull's `job.js`). What is kept is found.
 */
const REMEMBERS_ITS_JOBS = { N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000' };

export let demo: Demo;
export let postgres: Postgres;
export let sshd: SftpProgram;
export let workers: [N8nProcess, N8nProcess];

/**
 * Gives every test of the file n8n in queue mode: one main process, two workers and a webhook process, with the local KASKO
 * and a real sshd. The credentials are called `live`, for ARAG Push, and `sshd`; the demo's own are there, too.
 * @param env Further environment variables of n8n's processes.
 */
export function useCluster(env: Record<string, string> = {}): void {
	let redis: Redis;
	beforeAll(async () => {
		// One after the other: what has started is ended below, also if the next one does not start.
		postgres = await startPostgres();
		redis = await startRedis();
		// sshd itself turns some of more than ten logins at once away.
		sshd = await startSshd({ config: ['MaxStartups 100'] });
		const services = { redisPort: redis.port, postgres };
		demo = await startDemo(
			packedPackage(),
			{},
			{
				queueMode: { ...services, workers: 2, webhookProcesses: 1 },
				env: { ...SEEN_AS_DEAD, ...PATIENT_WITH_DATABASE, ...REMEMBERS_ITS_JOBS, ...env },
			},
		);
		workers = demo.n8n.processes.filter(({ command }) => command === 'worker') as typeof workers;
		const { keys, url: pushUrl } = demo.sandbox.push;
		await createCredential(demo.session, 'kaskoApi', 'live', { apiKey: keys.live, pushUrl });
		await createCredential(demo.session, 'kaskoSftpApi', 'sshd', storedSftpCredential(sshd));
	});
	afterAll(async () => {
		await demo?.stop();
		await sshd?.stop();
		await redis?.stop();
		await postgres?.stop();
	});
}

/** Which worker has taken over an execution; n8n's workers say so. */
export function workerOf(execution: string): N8nProcess | undefined {
	return workers.find((worker) => worker.log().includes(`Worker started execution ${execution} `));
}
