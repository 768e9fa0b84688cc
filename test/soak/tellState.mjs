// Preloaded into each process of n8n: at SIGUSR2 it collects its garbage and tells what it then holds.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

process.on('SIGUSR2', () => {
	collectGarbage();
	collectGarbage(); // what the first one has finalised
	const { heapUsed, external } = process.memoryUsage();
	const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
	process.stderr.write(`\nIt holds ${JSON.stringify({ bytes: heapUsed + external, timers })}\n`);
});
