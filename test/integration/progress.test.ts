import { customers, jsonOf as pushed, push, runPushNode, usePush } from './aragPush/pushHarness';
import { filesIn, jsonOf, run, useSftp } from './ticketplan/importHarness';
import { exampleRow } from '../support/ticketplanRows';

usePush();
useSftp();

afterEach(() => jest.restoreAllMocks());

/** Each look at the clock is so many seconds later than the last one. */
function slowDown(seconds: number): void {
	let now = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => (now += seconds * 1000));
}

const PLACE = /^The node 'Tested' in workflow '.*', execution 1: /;
const progressIn = (log: readonly string[]) =>
	log.filter((line) => line.endsWith('so far') || / so far, /.test(line));
const rows = (count: number) => Array.from({ length: count }, (_, n) => exampleRow(`A${n}`));

describe('long work', () => {
	it('of Ticketplan SFTP Import leaves lines with rows and megabytes, and figures above the output', async () => {
		slowDown(2);
		const { outputs, log, hints } = await run({ output: 'files' }, rows(7));
		expect(jsonOf(outputs[0])).toMatchObject([{ status: 'submitted', rows: 7 }]);
		const lines = progressIn(log);
		expect(lines[0]).toMatch(/: [1-7] rows? checked so far$/);
		expect(lines.at(-1)).toMatch(/: file 1 of 1, 0\.0 of 0\.0 MB sent so far$/);
		for (const line of lines) expect(line).toMatch(PLACE);
		expect(hints.at(-1)).toMatch(/^This run took \d+ s: 7 rows checked, 0\.0 MB in 1 file\.$/);
		expect(log.join('\n')).not.toMatch(/A1|example\.com|malone/i);
	});

	it('of a preview does so, too', async () => {
		slowDown(2);
		const { log, hints } = await run({ operation: 'previewFile' }, rows(7));
		expect(progressIn(log)[0]).toMatch(/: [1-7] rows? checked so far$/);
		expect(hints.at(-1)).toMatch(/^This run took \d+ s: 7 rows checked/);
	});

	it('of ARAG Push leaves lines with items, and figures above the output', async () => {
		slowDown(2);
		const result = await runPushNode(push, customers(12), { options: { parallelRequests: 1 } });
		expect(pushed(result)).toHaveLength(12);
		const lines = progressIn(result.log);
		expect(lines.length).toBeGreaterThan(1);
		for (const line of lines) {
			expect(line).toMatch(PLACE);
			expect(line).toMatch(/: \d+ of 12 items done so far, 0 of them failed$/);
		}
		expect(result.hints.at(-1)).toMatch(/^This run took \d+ s: 12 items done\.$/);
		expect(result.log.join('\n')).not.toMatch(/Person|test@/);
	});
});

it('short work leaves nothing of the kind', async () => {
	const imported = await run({ output: 'files' }, rows(3));
	const result = await runPushNode(push, customers(3));
	expect(filesIn('test')).toHaveLength(1);
	for (const { log, hints } of [imported, result]) {
		expect(progressIn(log)).toEqual([]);
		expect(hints.join('\n')).not.toMatch(/This run took/);
	}
});
