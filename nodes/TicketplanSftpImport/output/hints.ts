import type { IExecuteFunctions } from 'n8n-workflow';

import type { Progress } from '../../shared/Progress';
import type { Hint } from '../../shared/tell';
import { logWarnings, showHints as show } from '../../shared/tell';
import { count } from '../../shared/text';
import type { ImportFile } from '../files/importFile';
import type { ImportPlan } from '../files/planImport';
import { readMappedColumns } from '../input/mappedColumns';
import type { OpenInput } from '../input/openInput';
import { countRefused, describeKind, listFindings } from './messages';

/** Shows in n8n's output panel what was refused, what was left out and what is odd. */
export function showHints(
	context: IExecuteFunctions,
	{ columns, emptyFiles }: OpenInput,
	{ report, filled }: ImportPlan,
): void {
	const hints: Hint[] = [];
	const hint = (message: string, type: Hint['type'] = 'warning') => hints.push({ message, type });

	if (report.refusedRows > 0) {
		hint(`${countRefused(report)} refused:\n${listFindings(report)}`);
	}
	if (report.goodRows === 0) hint('No row is left to send, so no file was made.');
	for (const item of emptyFiles) {
		hint(
			`The file of item ${item + 1} has no rows, so nothing of it was sent. If it should have some, look at the step before.`,
		);
	}
	const warnings = report.warnings.list;
	for (const warning of warnings) hint(describeKind(warning));
	const mapped = new Set(readMappedColumns(context).map(({ name }) => name));
	const unfilledMapped = columns.all.filter(
		({ name }, index) => report.goodRows > 0 && mapped.has(name) && !filled.has(index),
	);
	if (unfilledMapped.length > 0) {
		const names = unfilledMapped.map(({ name }) => name).join(', ');
		hint(
			`These columns are mapped, but empty in every row: ${names}. Check what is mapped to them.`,
		);
	}
	logWarnings(context, [
		...warnings.map(({ column, code, rows }) => ({ place: column, code, count: rows })),
		...unfilledMapped.map(({ name }) => ({
			place: name,
			code: 'mappedColumnEmpty',
			count: report.goodRows,
		})),
		...(emptyFiles.size > 0 ? [{ place: 'files', code: 'emptyFile', count: emptyFiles.size }] : []),
	]);
	const unfilled = columns.all.filter(({ expected }, index) => expected && !filled.has(index));
	if (report.goodRows > 0 && unfilled.length > 0) {
		const names = unfilled.map(({ name }) => name).join(', ');
		hint(`No row fills these columns, though KASKO's own examples do: ${names}.`, 'info');
	}
	const others = columns.all.filter(
		(_, index) => filled.has(index) && !columns.isDocumented(index),
	);
	if (others.length > 0) {
		const names = others.map(({ name }) => name).join(', ');
		hint(`These columns are not in KASKO's document and are sent as text: ${names}.`, 'info');
	}
	if (columns.ignoredFields.size > 0) {
		hint(
			`These fields are no columns and were left out: ${[...columns.ignoredFields].join(', ')}.`,
			'info',
		);
	}
	show(context, hints);
}

/** How much of a file has been sent, for the log. */
export function describeSent(
	bytes: number,
	file: ImportFile,
	index: number,
	files: number,
): string {
	return `file ${index + 1} of ${files}, ${megabytes(bytes)} of ${megabytes(file.bytes)} MB sent so far`;
}

/** Shows what a run came to that took long. */
export function showFigures(
	context: IExecuteFunctions,
	progress: Progress,
	{ report, files }: ImportPlan,
): void {
	const rows = count(report.goodRows + report.refusedRows, 'row');
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	show(
		context,
		progress.summary(`${rows} checked, ${megabytes(bytes)} MB in ${count(files.length, 'file')}`),
	);
}

function megabytes(bytes: number): string {
	return (bytes / 1e6).toFixed(1);
}
