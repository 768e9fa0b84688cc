import { loadavg } from 'node:os';

import { describeConditions } from '../../bench/report/describeConditions';
import type { Section } from '../../bench/report/Section';
import { toMarkdown } from '../../bench/report/toMarkdown';
import { writeResults } from '../../bench/report/writeResults';
import { ensureN8n } from '../../scripts/n8n/ensureN8n';
import { writesFigures } from './sizes';

const [loadBefore = NaN] = loadavg();

/** Puts what a test file has measured into bench/SCALE.md. */
export async function writeFigures(part: string, section: Omit<Section, 'targets'>): Promise<void> {
	if (!writesFigures) return;
	const { node } = await ensureN8n();
	const conditions = describeConditions({ node, quick: false }, loadBefore, SET_UP);
	await writeResults(part, toMarkdown({ targets: [], ...section }, conditions), 'SCALE.md');
}

const SET_UP =
	'in queue mode: one main process, two workers, one webhook process, PostgreSQL, Redis';
