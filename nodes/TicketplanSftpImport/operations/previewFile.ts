import { Readable } from 'node:stream';

import { stringify } from 'csv-stringify/sync';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Report } from '../check/Report';
import { openInput } from '../input/openInput';
import { planImport } from '../files/planImport';
import type { ImportSettings } from '../input/settings';
import { showHints } from '../output/hints';

const CSV = 'text/csv';
const FINDINGS_FILE = 'findings.csv';
const FINDING_COLUMNS = ['severity', 'row', 'rows', 'column', 'code', 'value', 'message', 'hint'];

/**
 * Does everything but send: one item for each file with the CSV as binary data, then one for each finding. All
 * findings stand in a table, too, as binary data of the first item.
 */
export async function previewFile(
	context: IExecuteFunctions,
	settings: ImportSettings,
): Promise<INodeExecutionData[]> {
	const input = openInput(context, settings);
	const plan = await planImport(
		input,
		{ ...settings, keyColumns: settings.keyFields, maxListedRows: 0, keyMapping: input.keyMapping },
		Infinity,
		context.getExecutionCancelSignal(),
	);
	try {
		const { report, files } = plan;
		showHints(context, input.columns, plan);
		const all = context.getInputData().map((_, item) => ({ item }));
		const counts = { refusedRows: report.refusedRows, findings: report.findings };
		const items: INodeExecutionData[] = [];
		for (const { name, rows, bytes, sha256, content } of files) {
			const data = await context.helpers.prepareBinaryData(Readable.from(content()), name, CSV);
			const json = {
				file: name,
				environment: settings.environment,
				rows,
				bytes,
				sha256,
				...counts,
			};
			items.push({ json, binary: { data }, pairedItem: all });
		}
		items[0] ??= {
			json: { file: null, environment: settings.environment, rows: 0, ...counts },
			pairedItem: all,
		};
		const findings = listAll(report);
		if (findings.length > 0) {
			const table = stringify(
				findings.map(({ json }) => json),
				{ header: true, columns: FINDING_COLUMNS, bom: true, escape_formulas: true },
			);
			const data = await context.helpers.prepareBinaryData(Buffer.from(table), FINDINGS_FILE, CSV);
			items[0].binary = { ...items[0].binary, findings: data };
		}
		return [...items, ...findings];
	} finally {
		await plan.close();
	}
}

function listAll(report: Report): INodeExecutionData[] {
	const refused = report.refused.flatMap(({ row, item, findings }) =>
		findings.map((finding) => ({
			json: { severity: 'finding', row, ...finding },
			pairedItem: { item },
		})),
	);
	const warnings = report.warnings.map(({ firstRow, firstItem, ...warning }) => ({
		json: { severity: 'warning', row: firstRow, ...warning },
		pairedItem: { item: firstItem },
	}));
	return [...refused, ...warnings];
}
