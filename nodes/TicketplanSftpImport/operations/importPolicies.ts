import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { continuesOnFail } from '../../shared/asTool';
import { toFailedItem } from '../../shared/errors';
import { toSftpCredential } from '../../shared/sftp/credential';
import { submitFiles } from '../server/submitFiles';
import { keepAttempts } from '../input/rememberAttempts';
import {
	NAMED_FINDINGS,
	noRowsError,
	refusedRowError,
	refusedRunError,
	tooManyItemsError,
} from '../output/messages';
import { openInput } from '../input/openInput';
import { planImport } from '../files/planImport';
import type { ImportSettings } from '../input/settings';
import { showHints } from '../output/hints';
import { notSubmittedError, toOutput } from '../output/items';

/** A file can hold more rows than n8n can hold items. */
const MAX_ROW_ITEMS = 100_000;

/** Checks every row, then sends the good ones; whatever was refused comes last. */
export async function importPolicies(
	context: IExecuteFunctions,
	settings: ImportSettings,
): Promise<INodeExecutionData[]> {
	const goOn = continuesOnFail(context);
	const credential = toSftpCredential(await context.getCredentials('kaskoSftpApi'));
	const perRow = settings.output === 'rows';
	const input = openInput(context, settings);
	const maxListedRows = perRow ? (input.inMemory ? Infinity : MAX_ROW_ITEMS) : 0;
	const signal = context.getExecutionCancelSignal();
	const plan = await planImport(
		input,
		{ ...settings, keyColumns: settings.keyFields, maxListedRows, keyMapping: input.keyMapping },
		goOn ? Infinity : NAMED_FINDINGS,
		signal,
	);
	try {
		const { report, files } = plan;
		showHints(context, input.columns, plan);
		if (report.refusedRows > 0 && !goOn) throw refusedRunError(report);
		const refused = report.refused.map((row) => toFailedItem(refusedRowError(row), row.item));
		if (perRow && report.goodRows > maxListedRows) {
			throw tooManyItemsError(report.goodRows, MAX_ROW_ITEMS);
		}
		if (files.length === 0) {
			if (refused.length === 0) throw noRowsError();
			return refused;
		}
		// Only where looking at the server does not tell what this execution has submitted.
		const keeps = settings.resubmit || settings.fileName !== '';
		const results = await submitFiles(credential, files, {
			environment: settings.environment,
			connectionTimeoutSeconds: settings.connectionTimeout,
			maxTries: settings.maxTries,
			waitUntilProcessedSeconds: settings.waitUntilProcessed,
			resubmit: settings.resubmit,
			findAttempt: keeps ? keepAttempts(context, settings.environment) : undefined,
			signal,
		});
		const error = notSubmittedError(results);
		if (error && !goOn) throw error;
		const { sent, failed } = toOutput(
			files,
			results,
			perRow,
			settings.includeInputFields ? context.getInputData() : [],
		);
		return [...sent, ...failed, ...refused];
	} finally {
		await plan.close();
	}
}
