import { Readable } from 'node:stream';

import { stringify } from 'csv-stringify/sync';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { startProgress } from '../../shared/Progress';
import { showHints as tell } from '../../shared/tell';
import type { FindingKind } from '../check/FindingKinds';
import type { Report } from '../check/Report';
import { openInput } from '../input/openInput';
import { MAX_BYTES_IN_MEMORY } from '../files/KeptContent';
import type { ImportPlan } from '../files/planImport';
import { planImport } from '../files/planImport';
import type { ImportSettings } from '../input/settings';
import { showFigures, showHints } from '../output/hints';
import { describePreview, namingFile } from '../output/messages';
import { toPreviewRows } from '../output/previewRows';

const CSV = 'text/csv';
const FINDINGS_FILE = 'findings.csv';
const FINDING_COLUMNS = [
	...['severity', 'row', 'line', 'rows'],
	...['column', 'code', 'value', 'message', 'hint'],
];
/** More would not be read: then there is one item for each kind of finding. */
const MAX_FINDING_ITEMS = 1_000;

/**
 * Does everything but send. Since version 1.1 of the node the first output has the rows as a table for a person. The
 * other one, which is the only one of version 1, has one item for each file with the CSV as binary data, then one for
 * each finding, or for each kind of finding if there are very many. All findings stand in a table, too, as binary data of
 * its first item.
 */
export async function previewFile(
	context: IExecuteFunctions,
	settings: ImportSettings,
): Promise<INodeExecutionData[][]> {
	const progress = startProgress(context);
	const input = openInput(context, settings);
	const plan = await planImport(
		input,
		{
			...settings,
			keyColumns: settings.keyFields,
			keyMapping: input.keyMapping,
			maxListedRows: 0,
			maxBytesInMemory: MAX_BYTES_IN_MEMORY,
		},
		input.inMemory ? Infinity : MAX_FINDING_ITEMS,
		{ signal: context.getExecutionCancelSignal(), progress },
	);
	try {
		const { report, files } = plan;
		const rows =
			context.getNode().typeVersion >= 1.1 ? await toPreviewRows(plan, input.columns) : undefined;
		tell(context, [{ type: 'info', message: describePreview(report, rows?.length) }]);
		showHints(context, input, plan);
		const toBinary = (content: Iterable<unknown> | AsyncIterable<unknown>, name: string) =>
			context.helpers.prepareBinaryData(Readable.from(content), name, CSV);
		const all = context.getInputData().map((_, item) => ({ item }));
		const { environment } = settings;
		const counts = { refusedRows: report.refusedRows, findings: report.findings };
		const items: INodeExecutionData[] = [];
		for (const { name, rows, bytes, sha256, content } of files) {
			const data = await toBinary(content(), name);
			const json = { file: name, environment, rows, bytes, sha256, ...counts };
			items.push({ json, binary: { data }, pairedItem: all });
		}
		items[0] ??= { json: { file: null, environment, rows: 0, ...counts }, pairedItem: all };
		if (report.findings > 0 || report.warnings.list.length > 0) {
			const table = await toBinary(tableOf(plan), FINDINGS_FILE);
			items[0].binary = { ...items[0].binary, findings: table };
		}
		showFigures(context, progress, plan);
		const fileItems = [...items, ...findingItems(report)];
		return rows ? [rows, fileItems] : [fileItems];
	} finally {
		await plan.close();
	}
}

/** The table in pieces: every finding of every row, then each kind of warning. */
async function* tableOf({ refusedRows, report }: ImportPlan): AsyncGenerator<Buffer> {
	yield toTable([FINDING_COLUMNS], true);
	for await (const rows of refusedRows()) {
		const findings = rows.flatMap(({ row, item, line, findings }) =>
			findings.map((finding) => ({
				severity: 'finding',
				row,
				line,
				...namingFile(finding, { row, item }),
			})),
		);
		if (findings.length > 0) yield toTable(findings);
	}
	const warnings = report.warnings.list.map((kind) => toJson('warning', kind));
	if (warnings.length > 0) yield toTable(warnings);
}

function toTable(rows: object[], bom = false): Buffer {
	return Buffer.from(stringify(rows, { columns: FINDING_COLUMNS, bom, escape_formulas: true }));
}

function findingItems({ refused, findings, kinds, warnings }: Report): INodeExecutionData[] {
	const listed =
		findings > MAX_FINDING_ITEMS
			? kinds.list.map((kind) => toItem('finding', kind))
			: refused.flatMap(({ row, item, line, findings }) =>
					findings.map((finding) => ({
						json: {
							severity: 'finding',
							row,
							...(line !== undefined && { line }),
							...namingFile(finding, { row, item }),
						},
						pairedItem: { item },
					})),
				);
	return [...listed, ...warnings.list.map((kind) => toItem('warning', kind))];
}

function toItem(severity: string, kind: FindingKind): INodeExecutionData {
	return { json: toJson(severity, kind), pairedItem: { item: kind.first.item } };
}

function toJson(severity: string, { first, ...finding }: FindingKind): IDataObject {
	const { row, line } = first;
	return { severity, row, ...(line !== undefined && { line }), ...namingFile(finding, first) };
}
