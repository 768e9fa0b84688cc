import { randomUUID } from 'node:crypto';

import type { ImporterOptions, RefusedRow } from './importer/startImporter';
import { startImporter } from './importer/startImporter';
import type { PushOptions } from './push/startPush';
import { startPush } from './push/startPush';
import type { SftpOptions } from './sftp/startSftp';
import { startSftp } from './sftp/startSftp';
import type { Policy, Sources } from './types';
import { policyEvent } from './webhooks/policyEvent';
import type { Forgery, WebhookOptions } from './webhooks/startWebhooks';
import { startWebhooks } from './webhooks/startWebhooks';

export { ensureCertificate, SANDBOX_CACHE } from './certificate';
export { pushFaults } from './push/pushFaults';
export { startPush } from './push/startPush';
export { createKey } from './sftp/createKey';
export { afterBytes, atKind, atRequest, sftpRefusals } from './sftp/sftpFaults';
export { startSftp } from './sftp/startSftp';
export { startWebhooks } from './webhooks/startWebhooks';

/** How a refused row is reported. KASKO documents neither the event's name nor its payload. */
export interface ImportErrorEvent {
	event: string;
	payload: (row: RefusedRow, id: string) => { livemode: boolean };
}

export interface SandboxOptions extends Sources {
	push?: Omit<PushOptions, 'onPolicy'>;
	sftp?: SftpOptions;
	importer?: Omit<ImporterOptions, 'files' | 'folder' | 'onPolicy' | 'onRefused'>;
	webhooks?: WebhookOptions;
	importError?: ImportErrorEvent;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

const IMPORT_ERROR: ImportErrorEvent = {
	event: 'import.failed',
	payload: ({ livemode, errorMessage, idempotencyKey, file, row }, id) => ({
		id,
		livemode,
		errorMessage,
		idempotency_key: idempotencyKey,
		file,
		row,
	}),
};

/** Starts all of the local KASKO: push API, SFTP server, importer and webhooks, each of which can also be started alone. */
export async function startSandbox(options: SandboxOptions = {}) {
	const { now = () => new Date(), newId = randomUUID, importError = IMPORT_ERROR } = options;
	const webhooks = startWebhooks({ newId, ...options.webhooks });
	const policyCreated = (policy: Policy) =>
		webhooks.send('policy.created', policyEvent(policy, newId()));

	const reportRefused = (row: RefusedRow, forgery?: Forgery) =>
		webhooks.send(importError.event, importError.payload(row, newId()), forgery);

	const push = await startPush({
		now,
		newId,
		...options.push,
		onPolicy: (policy) => void policyCreated(policy),
	});
	const sftp = await startSftp({ now, ...options.sftp });
	const importer = startImporter({
		now,
		newId,
		...options.importer,
		files: sftp.files,
		folder: sftp.folder,
		onPolicy: policyCreated,
		onRefused: (row) => reportRefused(row),
	});

	return {
		push,
		sftp,
		importer,
		webhooks,
		/** Sends the event of a row that can't become a policy, as the importer does. */
		reportRefused,
		newId,
		/** Back to the state after the start: nothing bought, empty folders, no fault, no subscriber. */
		reset() {
			for (const part of [push, sftp, importer, webhooks]) part.reset();
		},
		async stop() {
			await push.stop();
			await sftp.stop();
			await webhooks.stop();
			await importer.stop();
		},
	};
}
