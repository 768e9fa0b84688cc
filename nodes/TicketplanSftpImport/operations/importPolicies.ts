import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { continuesOnFail } from '../../shared/asTool';
import { toFailedItem } from '../../shared/errors';
import { toSftpCredential } from '../../shared/sftp/credential';
import { submitFiles } from '../server/submitFiles';
import { keepAttempts } from '../input/rememberAttempts';
import {
	noRowsError,
	refusedRowError,
	refusedRunError,
	tooManyItemsError,
	tooManyRefusedError,
} from '../output/messages';
import { openInput } from '../input/openInput';
import { prepare } from '../files/planImport';
import { readOption, readSettings } from '../input/settings';
import { showHints } from '../output/hints';
import { lostRowsError, notSubmittedError, toOutput } from '../output/items';

/** A file can hold more rows than n8n can hold items. */
const MAX_ROW_ITEMS = 100_000;
/** Or than it can hold items for the refused ones, with all that is wrong with them: about 200 MB. */
const MAX_KEPT_FINDINGS = 200_000;

/** Checks every row, then sends the good ones; whatever was refused comes last. */
export async function importPolicies(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const goOn = continuesOnFail(context);
	const settings = readSettings(context);
	const input = openInput(context);
	const signal = context.getExecutionCancelSignal();
	// Each refused row becomes an item. The items of the input are in memory anyway; the lines of a file are not.
	const maxKept = !goOn ? 0 : input.keep ? Infinity : MAX_KEPT_FINDINGS;
	const prepared = await prepare(input, settings, maxKept, signal);
	try {
		const { report, files } = prepared;
		showHints(context, input.columns, report);
		if (report.refusedRows > 0 && !goOn) throw refusedRunError(report);
		if (goOn && !report.isComplete) throw tooManyRefusedError(report, MAX_KEPT_FINDINGS);
		const refused = report.refused.map((row) => toFailedItem(refusedRowError(row), row.item));
		const perRow = context.getNodeParameter('output', 0, 'rows') === 'rows';
		if (perRow && !input.keep && report.goodRows > MAX_ROW_ITEMS) {
			throw tooManyItemsError(report.goodRows, MAX_ROW_ITEMS);
		}
		if (files.length === 0) {
			if (refused.length === 0) throw noRowsError();
			return refused;
		}
		const resubmit = readOption(context, 'resubmit', false);
		// Only where looking at the server does not tell what this execution has submitted.
		const keeps = resubmit || settings.fileName !== '';
		const results = await submitFiles(
			toSftpCredential(await context.getCredentials('kaskoSftpApi')),
			files,
			{
				environment: settings.environment,
				connectionTimeoutSeconds: readOption(context, 'connectionTimeout', 20),
				maxTries: readOption(context, 'maxTries', 3),
				waitUntilProcessedSeconds: readOption(context, 'waitUntilProcessed', 0),
				resubmit,
				findAttempt: keeps ? keepAttempts(context, settings.environment) : undefined,
				signal,
			},
		);
		const error = notSubmittedError(results);
		if (error && !goOn) throw error;
		const { sent, failed } = await toOutput(
			prepared,
			results,
			input.columns.keyIndex,
			perRow,
		).catch((cause: unknown) => {
			throw lostRowsError(cause, results);
		});
		return [...sent, ...failed, ...refused];
	} finally {
		await prepared.close();
	}
}
