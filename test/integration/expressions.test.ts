import { readFileSync } from 'node:fs';

import type { IDataObject, INodeType } from 'n8n-workflow';

import { runNode } from '../support/runNode';

interface Line {
	json: IDataObject;
	expression: string;
	gives: string;
}

/** The lines of the page's tables: a field with its value, an expression, and what it gives. */
const LINES = [
	...readFileSync('docs/expressions.md', 'utf8').matchAll(
		/^\| `(\w+)`: `([^`]+)`[^|]*\| `([^`]+)` +\| `([^`]+)` +\|$/gm,
	),
].map(([, name = '', value = '', expression = '', gives = '']): Line => ({
	json: { [name]: JSON.parse(value) as string },
	expression,
	gives,
}));

/** Has n8n evaluate an expression of its own for each item. */
const evaluatingNode: INodeType = {
	description: {
		displayName: 'Evaluate',
		name: 'evaluate',
		group: ['transform'],
		version: 1,
		description: 'Evaluates one expression for each item',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: LINES.map((_, line) => ({
			displayName: 'Value',
			name: `value${line}`,
			type: 'string',
			default: '',
		})),
	},
	async execute() {
		const items = this.getInputData().map((_, item) => ({
			json: { value: this.getNodeParameter(`value${item}`, item) as string },
			pairedItem: { item },
		}));
		return await Promise.resolve([items]);
	},
};

it('each expression gives what the page says', async () => {
	expect(LINES.length).toBeGreaterThan(15);
	const { outputs, error } = await runNode({
		node: evaluatingNode,
		parameters: Object.fromEntries(
			LINES.map(({ expression }, line) => [`value${line}`, `=${expression}`]),
		),
		items: LINES.map(({ json }) => json),
		timezone: 'America/New_York',
	});
	expect(error).toBeUndefined();
	const given = (outputs[0] ?? []).map(({ json }, line) => [
		LINES[line]?.expression,
		String(json.value),
	]);
	expect(given).toEqual(LINES.map(({ expression, gives }) => [expression, gives]));
});

it('every line of the tables is one of these', () => {
	const page = readFileSync('docs/expressions.md', 'utf8');
	const rows = page.split('\n').filter((line) => /^\| `/.test(line));
	expect(LINES).toHaveLength(rows.length);
});
