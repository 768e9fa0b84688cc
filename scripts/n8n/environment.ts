import { tmpdir } from 'node:os';

import type { Postgres } from '../programs/postgres';

export interface N8nInstance {
	/** Where n8n keeps its data, and what it takes for the home folder. */
	userFolder: string;
	port: number;
	/** Where its editor is, and where it takes the calls of webhooks. */
	url: string;
	webhooksUrl: string;
	/** A certificate in PEM that n8n trusts besides the public ones. */
	caFile?: string;
	/** A Redis on loopback: n8n runs in queue mode over it. */
	redisPort?: number;
	/** A PostgreSQL on loopback; without, the data lie in a file of SQLite. */
	postgres?: Pick<Postgres, 'port' | 'user'>;
}

/** What n8n is started with. Nothing of the developer's own n8n, npm or Node settings gets in; nothing goes out to n8n's servers. */
export function environment({
	userFolder,
	port,
	url,
	webhooksUrl,
	caFile,
	redisPort,
	postgres,
}: N8nInstance): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		HOME: userFolder,
		TMPDIR: tmpdir(),
		...(caFile && { NODE_EXTRA_CA_CERTS: caFile }),
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: webhooksUrl,
		...(redisPort && {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		}),
		...(postgres && {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: postgres.user,
			DB_POSTGRESDB_POOL_SIZE: '10', // 2 by default: of 200 webhooks at once some are lost for want of one
		}),
		N8N_SECURE_COOKIE: 'false', // plain HTTP on loopback
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	};
}

/** What a worker is started with besides: it says on `healthPort` when it is ready. */
export function workerEnvironment(healthPort: number): NodeJS.ProcessEnv {
	return {
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(healthPort),
	};
}
