import { posix } from 'node:path';

import type { Sandbox } from '..';
import type { Origin } from '../importer/imports';
import type { MemoryFiles } from '../sftp/MemoryFiles';

/** So many of each kind are shown; what came before is only counted. */
const SHOWN = 50;

export type State = ReturnType<typeof describeState>;

/** All that the page shows of what there is in the local KASKO, the latest first. */
export function describeState({ push, sftp, importer, webhooks }: Sandbox) {
	const files = filesBelow(sftp.files, '/');
	return {
		policies: latest(push.policies).map(
			({ reference, livemode, firstName, lastName, email, startDate, createdAt }) => ({
				time: createdAt,
				environment: livemode ? 'live' : 'test',
				name: `${firstName} ${lastName}`,
				email,
				startDate,
				reference,
			}),
		),
		requests: latest(push.requests).map(({ arrivedAt, method, path, status, requestId }) => ({
			time: arrivedAt,
			request: `${method} ${path}`,
			answer: status ?? 'none',
			requestId,
		})),
		files: files.sort((a, b) => b.time.getTime() - a.time.getTime()).slice(0, SHOWN),
		insuredRows: latest(importer.policies).map((policy) => ({
			time: policy.createdAt,
			...describeRow(policy),
			name: `${policy.firstName} ${policy.lastName}`,
		})),
		refusedRows: latest(importer.refused).map((row) => ({
			...describeRow(row),
			message: row.errorMessage,
		})),
		deliveries: latest(webhooks.deliveries).map(({ event, url, status, error, id }) => ({
			event,
			answer: status ?? error ?? 'none yet',
			url,
			deliveryId: id,
		})),
		totals: {
			policies: push.policies.length,
			requests: push.requests.length,
			files: files.length,
			insuredRows: importer.policies.length,
			refusedRows: importer.refused.length,
			deliveries: webhooks.deliveries.length,
		},
		addresses: webhooks.subscriptions.map(({ url }) => url),
	};
}

function latest<T>(all: readonly T[]): T[] {
	return all.slice(-SHOWN).reverse();
}

function describeRow({ livemode, file, row, idempotencyKey }: Origin) {
	return { environment: livemode ? 'live' : 'test', file, row, idempotencyKey };
}

function filesBelow(
	files: MemoryFiles,
	folder: string,
): Array<{ time: Date; path: string; bytes: number }> {
	return files.list(folder).flatMap((name) => {
		const path = posix.join(folder, name);
		const { content, modifiedAt } = files.get(path);
		return content ? [{ time: modifiedAt, path, bytes: content.size }] : filesBelow(files, path);
	});
}
