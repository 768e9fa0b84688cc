import type { INodeExecutionData } from 'n8n-workflow';

import { toFailedItem } from '../../shared/errors';
import { KaskoError } from '../../shared/KaskoError';
import type { SubmitResult } from '../server/submission';
import type { Prepared } from '../files/planImport';
import type { GoodRow } from '../rows/row';

export interface Output {
	sent: INodeExecutionData[];
	failed: INodeExecutionData[];
}

/** The results of the files as items, one for each row or one for each file. */
export async function toOutput(
	{ goodRows, files }: Prepared,
	results: readonly SubmitResult[],
	keyIndex: number,
	perRow: boolean,
): Promise<Output> {
	const output: Output = { sent: [], failed: [] };
	const itemsOfFiles = files.map(() => new Set<number>());
	let fileIndex = 0;
	let rowInFile = 0;
	for await (const batch of goodRows()) {
		for (const row of batch) {
			if (rowInFile === files[fileIndex]?.rows) {
				fileIndex++;
				rowInFile = 0;
			}
			rowInFile++;
			itemsOfFiles[fileIndex]?.add(row.item);
			const result = results[fileIndex];
			if (perRow && result) addRow(output, row, row.texts[keyIndex] ?? '', result);
		}
	}
	if (!perRow)
		results.forEach((result, index) => addFile(output, [...(itemsOfFiles[index] ?? [])], result));
	return output;
}

/** For "On Error: Stop Workflow": the first file that was not submitted, and which ones were. */
export function notSubmittedError(results: readonly SubmitResult[]): KaskoError | undefined {
	const failed = results.find((result) => 'error' in result);
	if (!failed || !('error' in failed)) return undefined;
	const { message, description, details } = failed.error;
	const submitted = submittedFiles(results);
	if (submitted.length === 0) return failed.error;
	const note = `Already submitted: ${submitted.join(', ')}. Running it again will not submit these twice.`;
	return new KaskoError(message, `${description} ${note}`, { ...details, submitted });
}

/** The files are sent, but the rows, read from the input once more, did not come. */
export function lostRowsError(cause: unknown, results: readonly SubmitResult[]): KaskoError {
	const submitted = submittedFiles(results);
	return new KaskoError(
		`The files were sent, but what became of each row can't be told: ${cause instanceof Error ? cause.message : String(cause)}`,
		`Submitted: ${submitted.join(', ') || 'none'}. Look with the operation Get Imports before you send the rows again.`,
		{ status: 'unknown', submitted },
	);
}

function submittedFiles(results: readonly SubmitResult[]): string[] {
	return results.flatMap((result) => ('submission' in result ? [result.submission.file] : []));
}

function addRow(
	output: Output,
	{ row, item, warnings }: GoodRow,
	idempotencyKey: string,
	result: SubmitResult,
): void {
	if ('error' in result) {
		const { message, description, details } = result.error;
		const error = new KaskoError(message, description, { ...details, row, idempotencyKey });
		output.failed.push(toFailedItem(error, item));
		return;
	}
	const { status, file, environment } = result.submission;
	output.sent.push({
		json: {
			status,
			idempotencyKey,
			file,
			row,
			environment,
			...(warnings && { warnings: warnings.map((warning) => ({ ...warning })) }),
		},
		pairedItem: { item },
	});
}

function addFile(output: Output, items: number[], result: SubmitResult): void {
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
