import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { withProgress } from '../scripts/programs/withProgress';
import type { Bench } from './Bench';
import { benchPush } from './push/benchPush';
import { describeConditions } from './report/describeConditions';
import type { Section } from './report/Section';
import { toMarkdown } from './report/toMarkdown';
import { writeResults } from './report/writeResults';
import { startBench } from './startBench';
import { benchFileSource } from './ticketplan/benchFileSource';
import { benchTicketplan } from './ticketplan/benchTicketplan';
import { benchWebhook } from './webhook/benchWebhook';

const PARTS: Record<string, (bench: Bench) => Promise<Section>> = {
	ticketplan: benchTicketplan,
	file: benchFileSource,
	push: benchPush,
	webhook: benchWebhook,
};

const USAGE = `npm run bench -- [${Object.keys(PARTS).join('|')} …] [options]
  --quick              small sizes, printed only
  --profile <folder>   n8n leaves a CPU profile there each time it ends`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		quick: { type: 'boolean', default: false },
		profile: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});

async function main(): Promise<void> {
	const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
	if (values.help || names.some((name) => !(name in PARTS))) return console.log(USAGE);
	const bench = await startBench({ quick: values.quick, profileFolder: values.profile });
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void bench.stop().finally(() => process.exit(1)));
	}
	try {
		for (const [name, part] of Object.entries(PARTS)) {
			if (!names.includes(name)) continue;
			const [loadBefore = NaN] = loadavg();
			const section = await withProgress(`Measuring: ${name}`, () => part(bench));
			const markdown = toMarkdown(section, describeConditions(bench, loadBefore));
			console.log(`\n${markdown}\n`);
			if (!bench.quick) await writeResults(name, markdown);
		}
	} finally {
		await bench.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
