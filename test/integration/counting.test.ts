import { customer, faultFor, push, REFUSED, runPushNode, usePush } from './aragPush/pushHarness';
import { CONTINUE, jsonOf, run, useSftp } from './ticketplan/importHarness';
import type { NodeRunResult } from '../support/runNode';
import { exampleRow } from '../support/ticketplanRows';

usePush();
useSftp();

/** The third of four is the odd one. */
const people = (odd: Record<string, string>) =>
	[0, 1, 2, 3].map((n) => customer(n, { vin: 'WVWZZZ1JZXW000001', ...(n === 2 && odd) }));
const orders = (odd: Record<string, unknown>) =>
	[0, 1, 2, 3].map((n) => exampleRow(`A${n}`, n === 2 ? odd : {}));
const BAD_ROW = { 'policy.data.booking_date': '2027-02-30' };
const ODD_ROW = { 'policy.email': 'nobody' };
const file = (csv: string) => ({
	json: {},
	binary: { data: { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv' } },
});
const csv = (row: object) => `${Object.keys(row).join()}\n${Object.values(row).join()}\n`;

/** Everything that a person may read of a run. */
function textsOf({ error, hints, log, outputs }: NodeRunResult): string {
	const items = outputs.flat().map(({ json }) => `${String(json.error)} ${String(json.message)}`);
	return [error?.message, error?.description, ...hints, ...log, ...items].join('\n');
}

it.each<[string, () => Promise<NodeRunResult>]>([
	['ARAG Push, a finding', () => runPushNode(push, people({ mail: 'nobody' }))],
	['ARAG Push, a warning', () => runPushNode(push, people({ vin: 'WVWZZZ1JZXW00000' }))],
	['Ticketplan SFTP Import, a finding', () => run({}, orders(BAD_ROW))],
	['Ticketplan SFTP Import, a warning', () => run({}, orders(ODD_ROW))],
	['Ticketplan SFTP Import, a refused row', () => run({}, orders(BAD_ROW), CONTINUE)],
	['Ticketplan SFTP Import, a preview', () => run({ operation: 'previewFile' }, orders(BAD_ROW))],
	[
		'Ticketplan SFTP Import, a file',
		() =>
			run(
				{ rowSource: 'file' },
				[0, 1, 2].map((n) => file(n === 2 ? '' : csv(exampleRow(`B${n}`)))),
			),
	],
])('counts from 1 and in no other way: %s', async (_name, runIt) => {
	const result = await runIt();
	const told = textsOf(result).matchAll(/\b(?:item|row) (\d+)(?! of \d)/gi);
	expect(new Set([...told].map(([, number]) => number))).toEqual(new Set(['3']));
	// n8n counts its items from 0, and shows that number where it is given.
	expect(result.run.data.resultData.error?.context?.itemIndex).toBeUndefined();
});

it('counts the bought and the refused items from 1, too', async () => {
	faultFor(push, REFUSED, 2);
	const { error } = await runPushNode(push, people({}));
	expect(error?.description).toMatch(/^Item 1: .*\nItem 2: .*\nItem 4: /m);
	expect(error?.description).toMatch(/Refused:\nItem 3: /);
});

it('gives the number of a row as its texts do', async () => {
	const { outputs } = await run({}, orders(BAD_ROW), CONTINUE);
	expect(jsonOf(outputs[0]).map(({ row }) => row)).toEqual([1, 2, 4]);
	expect(jsonOf(outputs[1])).toMatchObject([{ details: { row: 3 } }]);
});
