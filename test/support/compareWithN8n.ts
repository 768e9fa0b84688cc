import { inspect, isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';
import type { INodeType } from 'n8n-workflow';
import { Expression } from 'n8n-workflow';

import { compilePlainExpression, LEFT_TO_N8N } from '../../nodes/shared/plainExpression';
import { expressionCases } from './expressionCases';
import { runNode } from './runNode';

/** As n8n 2.41 starts its engine when nothing is configured (`@n8n/config` ExpressionEngineConfig). */
const ENGINE = {
	engine: 'vm',
	poolSize: 1,
	maxCodeCacheSize: 1024,
	bridgeTimeout: 5000,
	bridgeMemoryLimit: 128,
} as const;

export interface Comparison {
	/** How many cases the node resolves itself. */
	resolved: number;
	/** The cases in which n8n gives something else, the shortest first. */
	disagreements: string[];
}

/** Has n8n evaluate one mapped column for each item, as the Ticketplan node does, and hands out what it gives. */
function evaluatingNode(take: (item: number, value: unknown) => void): INodeType {
	return {
		description: {
			displayName: 'Evaluate',
			name: 'evaluate',
			group: ['transform'],
			version: 1,
			description: 'Evaluates one column for each item',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [
				{ displayName: 'Columns', name: 'columns', type: 'resourceMapper', default: {} },
			],
		},
		async execute() {
			for (const item of this.getInputData().keys()) {
				const column = `columns.value["c${item}"]`;
				try {
					take(item, this.getNodeParameter(column, item, undefined, { skipValidation: true }));
				} catch (error) {
					take(item, error);
				}
			}
			return [[]];
		},
	};
}

async function compare(seed: number, numRuns: number): Promise<Comparison> {
	const cases = fc.sample(expressionCases, { seed, numRuns });
	const disagreements: string[] = [];
	let resolved = 0;
	const node = evaluatingNode((item, theirs) => {
		const { raw, json } = cases[item]!;
		const plain = compilePlainExpression(raw);
		const ours = plain ? plain(json) : LEFT_TO_N8N;
		if (ours === LEFT_TO_N8N) return;
		resolved += 1;
		if (isDeepStrictEqual(ours, theirs)) return;
		disagreements.push(inspect({ raw, json, ours, theirs }, { depth: 6 }));
	});
	await Expression.initExpressionEngine(ENGINE);
	const { error } = await runNode({
		node,
		parameters: {
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(cases.map(({ raw }, item) => [`c${item}`, raw as string])),
			},
		},
		items: cases.map(({ json }) => ({ json: json as never })),
	});
	await Expression.disposeExpressionEngine();
	if (error) throw new Error(error.message);
	return { resolved, disagreements: disagreements.sort((a, b) => a.length - b.length) };
}

const [seed, numRuns] = process.argv.slice(2).map(Number);
void compare(seed ?? 0, numRuns ?? 0).then((comparison) => console.log(JSON.stringify(comparison)));
