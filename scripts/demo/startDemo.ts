import { readdir, readFile } from 'node:fs/promises';
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
/** The examples that need KASKO alone, and so can be run with the local one. */
const RUNNABLE = {
	push: 'crm-to-arag-push.json',
	orders: 'orders-to-ticketplan.json',
	errors: 'import-errors-to-orders.json',
	reconcile: 'reconcile-imports.json',
	excel: 'excel-to-ticketplan.json',
};

/** A real n8n with this package, connected to a local KASKO, with the examples ready to run. */
export interface Demo {
	sandbox: Sandbox;
	/** Shows the sandbox, and causes its faults. */
	page: Page;
	n8n: N8n;
	session: N8nSession;
	credentials: Record<'push' | 'sftp' | 'webhook', Credential>;
	workflows: Record<keyof typeof RUNNABLE, ImportedWorkflow>;
	/** The names of the examples that are imported as well, but need an account of another service to run. */
	unconnected: string[];
	stop(): Promise<void>;
}

/**
 * @param tarball What `packPackage` gave.
 * @param n8nOptions How n8n runs, in queue mode for example: see `startN8n`.
 */
export async function startDemo(
	tarball: string,
	options: SandboxOptions = {},
	n8nOptions: Omit<N8nOptions, 'tarball' | 'caFile'> = {},
): Promise<Demo> {
	const sandbox = await startSandbox(options);
	const page = await startPage(sandbox);
	const stopSandbox = async () => {
		await page.stop();
		await sandbox.stop();
	};
	const { certFile } = await ensureCertificate();
	const n8n = await startN8n({ tarball, caFile: certFile, ...n8nOptions }).catch(
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
		const session = await connectToN8n(n8n.url, n8n.webhooksUrl);
		const credentials = await createCredentials(session, sandbox);
		const workflows = await importRunnable(session);
		const unconnected = await importOthers(session);
		await publishWorkflow(session, workflows.errors);
		sandbox.webhooks.register(webhookUrl(session, workflows.errors));
		return { sandbox, page, n8n, session, credentials, workflows, unconnected, stop };
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

/** The names of all example workflows. */
export async function exampleFiles(): Promise<string[]> {
	return (await readdir(EXAMPLES)).filter((file) => file.endsWith('.json')).sort();
}

export async function readExample(file: string): Promise<WorkflowFile> {
	return JSON.parse(await readFile(join(EXAMPLES, file), 'utf8')) as WorkflowFile;
}

async function importRunnable(session: N8nSession): Promise<Demo['workflows']> {
	const load = async (file: string) => await importWorkflow(session, await readExample(file));
	return {
		push: await load(RUNNABLE.push),
		orders: await load(RUNNABLE.orders),
		errors: await load(RUNNABLE.errors),
		reconcile: await load(RUNNABLE.reconcile),
		excel: await load(RUNNABLE.excel),
	};
}

async function importOthers(session: N8nSession): Promise<string[]> {
	const names: string[] = [];
	for (const file of await exampleFiles()) {
		if (Object.values(RUNNABLE).includes(file)) continue;
		const example = await readExample(file);
		await importWorkflow(session, example);
		names.push(example.name);
	}
	return names;
}
