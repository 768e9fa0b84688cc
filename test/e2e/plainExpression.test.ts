import { resolve } from 'node:path';

import { ensureN8n } from '../../scripts/n8n/ensureN8n';
import { run } from '../../scripts/programs/run';
import type { Comparison } from '../support/compareWithN8n';

jest.setTimeout(600_000);

const SCRIPT = resolve(__dirname, '../support/compareWithN8n.ts');
const SEED = 41;
const CASES = 6_000;

it('gives what the default expression engine of n8n gives, for any reference into any item', async () => {
	const { node } = await ensureN8n();
	const output = await run(node, ['--import', 'tsx', SCRIPT, String(SEED), String(CASES)]);
	const { resolved, disagreements } = JSON.parse(output) as Comparison;
	expect(disagreements.slice(0, 5)).toEqual([]);
	expect(resolved).toBeGreaterThan(CASES / 3);
});
