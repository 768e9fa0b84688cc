import type { INodeParameters } from 'n8n-workflow';

import type { Bench } from '../Bench';
import type { Section } from '../report/Section';
import type { Route } from './routes';
import { measure } from './measure';
import { sampleRow } from './sampleRow';
import { NODE, publishNode } from './workflows';

/** n8n takes about a millisecond for each expression: 33 of them on 100,000 items would take an hour. */
const EVALUATED_ROWS = 300;

/** The same 33 columns auto-mapped, mapped one by one, and mapped with n8n evaluating every reference. */
export async function compareMapping(bench: Bench, route: Route): Promise<Omit<Section, 'title'>> {
	const rows = bench.quick ? 1_000 : 100_000;
	const times = bench.quick ? 1 : 3;
	const evaluatedRows = bench.quick ? 20 : EVALUATED_ROWS;

	const time = async (path: string, rows: number, columns?: INodeParameters) => {
		const workflow = await publishNode(bench.session, route, path, columns && { columns });
		const nodes = [NODE];
		return await measure(bench, { route, workflow, path, nodes, rows, times });
	};
	const auto = await time('auto-mapped', rows);
	const plain = await time(
		'mapped',
		rows,
		mapEach((name) => `={{ $json["${name}"] }}`),
	);
	// Brackets change nothing of the value, but the node leaves what it doesn't know to n8n.
	const inBrackets = mapEach((name) => `={{ ($json["${name}"]) }}`);
	const evaluated = await time('evaluated', evaluatedRows, inBrackets);
	const extrapolated = (evaluated.seconds / evaluatedRows) * rows;

	const perRow = ({ seconds }: { seconds: number }, rows: number) => (seconds / rows) * 1e6;
	return {
		method: [
			`Mapping: median of ${times} runs. n8n’s own evaluation is measured at ${evaluatedRows} rows with \`{{ ($json["…"]) }}\`, which the node leaves to n8n, and **extrapolated** to ${rows.toLocaleString('en-US')}.`,
		],
		tables: [
			{
				title: '33 columns, auto-mapped and mapped one by one',
				head: ['mapping', 'rows', 'node', 'µs per row', 'beside auto-mapped', 'peak MB'],
				rows: [
					['auto-mapped', rows, auto.seconds, perRow(auto, rows), 1, auto.peakBytesAdded / 1e6],
					[
						...['33 plain references', rows, plain.seconds, perRow(plain, rows)],
						...[plain.seconds / auto.seconds, plain.peakBytesAdded / 1e6],
					],
					[
						...['evaluated by n8n', evaluatedRows, evaluated.seconds],
						...[perRow(evaluated, evaluatedRows), '', ''],
					],
					[
						'evaluated by n8n, extrapolated',
						rows,
						extrapolated,
						'',
						extrapolated / auto.seconds,
						'',
					],
				],
			},
		],
		targets: [
			{
				what: `${rows.toLocaleString('en-US')} items × 33 plain mapped columns / the same auto-mapped`,
				measured: plain.seconds / auto.seconds,
				limit: 1.5,
			},
		],
	};
}

function mapEach(expressionFor: (name: string) => string): INodeParameters {
	const names = Object.keys(sampleRow(0));
	const value = Object.fromEntries(names.map((name) => [name, expressionFor(name)]));
	return { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] };
}
