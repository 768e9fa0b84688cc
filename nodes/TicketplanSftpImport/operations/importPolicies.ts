import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { continuesOnFail } from '../../shared/asTool';
import { toFailedItem } from '../../shared/errors';
import { type Progress, startProgress } from '../../shared/Progress';
import { toSftpCredential } from '../../shared/sftp/credential';
import { submitFiles } from '../server/submitFiles';
import { rememberAttempts } from '../input/remember';
import {
	noRowsError,
	refusedRowError,
	refusedRunError,
	tooManyItemsError,
	tooManyRefusedError,
} from '../output/messages';
import { openInput } from '../input/openInput';
import { MAX_BYTES_IN_MEMORY } from '../files/KeptContent';
import type { PlannedFile } from '../files/planFiles';
import { planImport } from '../files/planImport';
import type { Report } from '../check/Report';
import type { ImportSettings } from '../input/settings';
import { describeSent, showFigures, showHints } from '../output/hints';
import { toOutput } from '../output/items';
import { failedRunError, lostOutputError, type RunFacts } from '../output/outcomes';

/** A file can hold more rows than n8n can hold items. */
const MAX_ROW_ITEMS = 100_000;
/** Or than it can hold items for the refused ones, with all that is wrong with them. */
const MAX_KEPT_FINDINGS = 200_000;

/** Checks every row, then sends the good ones; whatever was refused comes last. */
export async function importPolicies(
	context: IExecuteFunctions,
	settings: ImportSettings,
): Promise<INodeExecutionData[]> {
	const progress = startProgress(context);
	const continueOnFail = continuesOnFail(context);
	const credential = toSftpCredential(await context.getCredentials('kaskoSftpApi'));
	const perRow = settings.output === 'rows';
	const input = openInput(context, settings);
	const maxListedRows = perRow ? (input.inMemory ? Infinity : MAX_ROW_ITEMS) : 0;
	// Each refused row becomes an item. The items of the input are in memory anyway; the lines of a file are not.
	const maxKept = !continueOnFail ? 0 : input.inMemory ? Infinity : MAX_KEPT_FINDINGS;
	const signal = context.getExecutionCancelSignal();
	const plan = await planImport(
		input,
		{
			...settings,
			keyColumns: settings.keyFields,
			keyMapping: input.keyMapping,
			maxListedRows,
			maxBytesInMemory: MAX_BYTES_IN_MEMORY,
		},
		maxKept,
		{ signal, progress },
	);
	try {
		const { report } = plan;
		const files = counted(plan.files, progress);
		showHints(context, input, plan);
		if (report.refusedRows > 0 && !continueOnFail) throw refusedRunError(report);
		if (continueOnFail && !report.isComplete) throw tooManyRefusedError(report, MAX_KEPT_FINDINGS);
		const refused = report.refused.map((row) => toFailedItem(refusedRowError(row), row.item));
		if (perRow && report.goodRows > maxListedRows) {
			throw tooManyItemsError(report.goodRows, MAX_ROW_ITEMS);
		}
		if (files.length === 0) {
			if (refused.length === 0) throw noRowsError();
			return refused;
		}
		const results = await submitFiles(credential, files, {
			environment: settings.environment,
			connectionTimeoutSeconds: settings.connectionTimeout,
			maxTries: settings.maxTries,
			waitUntilProcessedSeconds: settings.waitUntilProcessed,
			resubmit: settings.resubmit,
			findAttempt: rememberAttempts(context, settings.environment, files),
			signal,
		});
		const facts = {
			keys: keysOf(report, settings),
			resubmit: settings.resubmit,
			hasOwnName: settings.fileName !== '',
		};
		const error = continueOnFail ? undefined : failedRunError(results, facts);
		if (error) throw error;
		try {
			const fields = settings.includeInputFields ? context.getInputData() : [];
			const { sent, failed } = toOutput(files, results, perRow, fields, facts);
			showFigures(context, progress, plan);
			return [...sent, ...failed, ...refused];
		} catch (cause) {
			throw lostOutputError(cause, results);
		}
	} finally {
		// The files are sent, or not: closing the input changes nothing of that.
		await plan.close().catch(() => undefined);
	}
}

/** The same files, while the log hears how much of each is sent. */
function counted(files: readonly PlannedFile[], progress: Progress): PlannedFile[] {
	return files.map((file, index) => ({
		...file,
		async *content() {
			let bytes = 0;
			for await (const part of file.content()) {
				bytes += part.length;
				progress.tell(() => describeSent(bytes, file, index, files.length));
				yield part;
			}
		},
	}));
}

/** Rows with keys of their own don't make the others' random ones come again. */
function keysOf(
	{ ownKeys, goodRows }: Report,
	{ idempotencyKeys }: ImportSettings,
): RunFacts['keys'] {
	if (ownKeys === 0 || (idempotencyKeys === 'random' && ownKeys < goodRows)) return idempotencyKeys;
	return 'own';
}
