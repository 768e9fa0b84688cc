import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import {
	ensureCertificate,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox/index';
import { startPage, type Page } from '../../sandbox/page/startPage';
import { connectToN8n, type N8nSession } from '../n8n/connectToN8n';
import { createCredential, type Credential } from '../n8n/credentials';
import { startN8n, type N8n, type N8nOptions } from '../n8n/startN8n';
import {
	importWorkflow,
	publishWorkflow,
	webhookUrl,
	type ImportedWorkflow,
	type WorkflowFile,
} from '../n8n/workflows';

const EXAMPLES = resolve(__dirname, '../../examples');

/** A real n8n with this package, connected to a local KASKO, with the examples ready to run. */
export interface Demo {
	sandbox: Sandbox;
	/** Shows the sandbox, and causes its faults. */
	page: Page;
	n8n: N8n;
	session: N8nSession;
	credentials: Record<'push' | 'sftp' | 'webhook', Credential>;
	workflows: Record<'push' | 'orders' | 'errors' | 'reconcile' | 'excel', ImportedWorkflow>;
	stop(): Promise<void>;
}

/**
 * @param tarball What `packPackage` gave.
 * @param queueMode Given, n8n runs in queue mode: see `startN8n`.
 */
export async function startDemo(
	tarball: string,
	options: SandboxOptions = {},
	queueMode: Pick<N8nOptions, 'redisPort' | 'postgres' | 'workers'> = {},
): Promise<Demo> {
	const sandbox = await startSandbox(options);
	const page = await startPage(sandbox);
	const stopSandbox = async () => {
		await page.stop();
		await sandbox.stop();
	};
	const { certFile } = await ensureCertificate();
	const n8n = await startN8n({ tarball, caFile: certFile, ...queueMode }).catch(
		async (error: unknown) => {
			await stopSandbox();
			throw error;
		},
	);
	const stop = async () => {
		await n8n.stop();
		await stopSandbox();
	};
	try {
		const session = await connectToN8n(n8n.url);
		const credentials = await createCredentials(session, sandbox);
		const [push, orders, errors, reconcile, excel] = await importExamples(session);
		await publishWorkflow(session, errors);
		sandbox.webhooks.register(webhookUrl(session, errors));
		const workflows = { push, orders, errors, reconcile, excel };
		return { sandbox, page, n8n, session, credentials, workflows, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The names are those that n8n proposes, and that the examples ask for. */
async function createCredentials(session: N8nSession, { push, sftp, webhooks }: Sandbox) {
	return {
		push: await createCredential(session, 'kaskoApi', 'KASKO account', {
			apiKey: 'sk_test_sandbox',
			pushUrl: push.url,
		}),
		sftp: await createCredential(session, 'kaskoSftpApi', 'KASKO SFTP account', {
			host: sftp.host,
			port: sftp.port,
			username: sftp.username,
			privateKey: sftp.privateKey,
			passphrase: '',
			hostKey: sftp.hostKey,
			acceptAnyHostKey: false,
			folder: sftp.folder,
		}),
		webhook: await createCredential(session, 'kaskoWebhookApi', 'KASKO Webhook account', {
			secret: webhooks.secret,
		}),
	};
}

async function importExamples(session: N8nSession) {
	const load = async (name: string) => {
		const text = await readFile(join(EXAMPLES, `${name}.json`), 'utf8');
		return await importWorkflow(session, JSON.parse(text) as WorkflowFile);
	};
	return [
		await load('crm-to-arag-push'),
		await load('orders-to-ticketplan'),
		await load('import-errors-to-orders'),
		await load('reconcile-imports'),
		await load('excel-to-ticketplan'),
	] as const;
}
