import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { toFailedItem, withoutOurFields } from '../../shared/errors';
import { KaskoError } from '../../shared/KaskoError';
import type { SubmitResult } from '../server/submission';
import type { RunFacts } from './outcomes';
import { withAdvice } from './outcomes';
import type { ListedRow, PlannedFile } from '../files/planFiles';

export interface Output {
	sent: INodeExecutionData[];
	failed: INodeExecutionData[];
}

/**
 * The results of the files as items, one for each row or one for each file.
 * @param input The input items whose fields the items of rows are to hold, too; ours win.
 */
export function toOutput(
	files: readonly PlannedFile[],
	results: readonly SubmitResult[],
	perRow: boolean,
	input: ReadonlyArray<Pick<INodeExecutionData, 'json'>>,
	facts: RunFacts,
): Output {
	const output: Output = { sent: [], failed: [] };
	const isPartlySent = results.some((result) => 'submission' in result);
	results.forEach((given, index) => {
		const result =
			'error' in given ? { error: withAdvice(given.error, facts, isPartlySent) } : given;
		const { items = [], listedRows = [] } = files[index] ?? {};
		if (!perRow) addFile(output, items, result);
		else for (const row of listedRows) addRow(output, row, result, input[row.item]?.json);
	});
	return output;
}

function addRow(
	output: Output,
	row: ListedRow,
	result: SubmitResult,
	input: IDataObject = {},
): void {
	const { key: idempotencyKey, warnings } = row;
	if ('error' in result) {
		const { message, description, details } = result.error;
		const facts = { ...details, row: row.row, idempotencyKey };
		output.failed.push(toFailedItem(new KaskoError(message, description, facts), row.item));
		return;
	}
	const { status, file, environment } = result.submission;
	output.sent.push({
		json: {
			...withoutOurFields(input),
			...{ status, idempotencyKey, file, row: row.row, environment },
			...(warnings && { warnings: warnings.map((warning) => ({ ...warning })) }),
		},
		pairedItem: { item: row.item },
	});
}

function addFile(output: Output, items: readonly number[], result: SubmitResult): void {
	if ('error' in result) {
		output.failed.push(toFailedItem(result.error, items[0] ?? 0));
		return;
	}
	const { status, file, path, environment, rows, bytes, sha256 } = result.submission;
	output.sent.push({
		json: { status, file, path, environment, rows, bytes, sha256 },
		pairedItem: items.map((item) => ({ item })),
	});
}
