import os from 'node:os';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';

import { planImport } from '../../../nodes/TicketplanSftpImport/files/planImport';
import { openInput } from '../../../nodes/TicketplanSftpImport/input/openInput';
import { readImportSettings } from '../../../nodes/TicketplanSftpImport/input/settings';
import { strictContext } from '../../support/strictContext';
import { exampleRow } from '../../support/ticketplanRows';

const HEADER = `${Object.keys(exampleRow('A')).join(',')}\n`;
const row = (order: string) => `${Object.values(exampleRow(order)).join(',')}\n`;

/** Pieces of a file, then its end, or the error with which it breaks off. */
async function* pieces(parts: string[], error?: Error) {
	for (const part of parts) yield await Promise.resolve(Buffer.from(part));
	if (error) throw error;
}

/** Plans the import of one file per item, each opened anew with every reading. */
async function plan(files: Array<() => AsyncGenerator<Buffer>>) {
	const context = strictContext<IExecuteFunctions>({
		getTimezone: () => 'Europe/Berlin',
		getInputData: () =>
			files.map((_, index) => ({
				json: {},
				binary: { data: { id: String(index), data: '', mimeType: 'text/csv' } },
			})),
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			name === 'rowSource' ? 'file' : fallback,
		helpers: {
			getBinaryStream: async (id: string) =>
				await Promise.resolve(Readable.from(files[Number(id)]!())),
		} as unknown as IExecuteFunctions['helpers'],
	});
	const settings = readImportSettings(context);
	const input = openInput(context, settings);
	const planned = await planImport(
		input,
		{ ...settings, keyColumns: settings.keyFields, maxListedRows: Infinity, maxBytesInMemory: 0 },
		Infinity,
	);
	let sent = '';
	for (const { content } of planned.files) {
		for await (const chunk of content()) sent += chunk.toString();
	}
	await planned.close();
	return { ...planned, sent, emptyFiles: [...input.emptyFiles] };
}

const many = (from: number, length: number) =>
	Array.from({ length }, (_, index) => row(`N-${from + index}`));
const whole = (order: string) => () => pieces([HEADER, row(order)]);

afterEach(() => jest.restoreAllMocks());

describe('a file that breaks off', () => {
	it.each([
		['in its first piece', 0],
		['after some rows', 3],
		['after thousands of rows', 12_000],
	])('spoils itself, and no other: %s', async (_when, rows) => {
		const broken = () =>
			pieces([HEADER + many(0, rows).join(''), row('half').slice(0, 40)], new Error('reset'));
		const { report, files, sent } = await plan([whole('A'), broken, whole('B')]);
		expect(report.goodRows).toBe(2);
		expect(sent).toContain(',A,');
		expect(sent).toContain(',B,');
		expect(sent).not.toContain('N-0');
		expect(files.map(({ rows, items }) => [rows, items])).toEqual([[2, [0, 2]]]);
		expect(report.refused).toEqual([
			expect.objectContaining({
				row: 0,
				item: 1,
				findings: [expect.objectContaining({ code: 'unreadableFile' })],
			}),
		]);
		expect(report.refused[0]?.findings[0]?.message).toContain('reset');
	});

	it('so do several of them', async () => {
		const broken = () => pieces([HEADER, row('X'), row('Y')], new Error('reset'));
		const { report } = await plan([broken, whole('A'), broken]);
		expect(report.goodRows).toBe(1);
		expect(report.refused.map(({ item }) => item)).toEqual([0, 2]);
	});

	it('fails the file that is sent if it breaks off only then, where it is read once more', async () => {
		jest.spyOn(os, 'tmpdir').mockReturnValue('/nowhere');
		let readings = 0;
		const later = () =>
			readings++ === 0
				? pieces([HEADER, row('X'), row('Y')])
				: pieces([HEADER, row('X')], new Error('reset'));
		await expect(plan([later])).rejects.toThrow("can't be read to its end: reset");
	});
});

it.each([
	['nothing at all', []],
	['a byte order mark', ['\uFEFF']],
	['blank lines', ['\n\r\n', ',,\n']],
	['a header alone', [HEADER]],
	['a header and lines of empty cells', [HEADER, ',,,\n', '\n']],
])('tells of a file that holds %s', async (_what, parts) => {
	const { report, emptyFiles } = await plan([whole('A'), () => pieces(parts)]);
	expect(report.goodRows).toBe(1);
	expect(report.refusedRows).toBe(0);
	expect(emptyFiles).toEqual([1]);
});

it('tells of no empty file where there is none', async () => {
	expect((await plan([whole('A'), whole('B')])).emptyFiles).toEqual([]);
});
