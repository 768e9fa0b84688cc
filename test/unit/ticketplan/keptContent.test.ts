import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import fs, { readlink } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { KeptContent } from '../../../nodes/TicketplanSftpImport/files/KeptContent';
import { runs } from '../../support/runs';

const usual = os.tmpdir();
const temporary = jest.spyOn(os, 'tmpdir');
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(usual, 'kept-content-'));
	temporary.mockReturnValue(folder);
});

afterEach(() => rmSync(folder, { recursive: true }));

async function bytesOf(blocks: AsyncIterable<Buffer> | undefined): Promise<Buffer> {
	const all: Buffer[] = [];
	for await (const block of blocks!) all.push(block);
	return Buffer.concat(all);
}

/** The files without a name, in the folder, that this process has open. */
async function openFiles(): Promise<string[]> {
	const links = await Promise.all(
		readdirSync('/proc/self/fd').map(
			async (fd) => await readlink(`/proc/self/fd/${fd}`).catch(() => ''),
		),
	);
	return links.filter((target) => target.startsWith(folder));
}

const blocksOf = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 });

it('gives back any stretch of what it was given, from memory and from its file', async () => {
	const places = fc.tuple(fc.nat(9_000), fc.nat(9_000));
	await fc.assert(
		fc.asyncProperty(
			fc.array(blocksOf, { minLength: 1, maxLength: 3 }),
			fc.nat(5_000),
			fc.array(places, { minLength: 1, maxLength: 5 }),
			async (contents, limit, stretches) => {
				const kept = new KeptContent(limit);
				for (const blocks of contents) {
					await kept.clear();
					for (const block of blocks) await kept.append(Buffer.from(block));
					const all = Buffer.concat(blocks);
					for (const [one, other] of stretches) {
						const start = Math.min(one, other, all.length);
						const end = Math.min(Math.max(one, other), all.length);
						const read = await bytesOf(await kept.read(start, end));
						expect(read.equals(all.subarray(start, end))).toBe(true);
					}
				}
				await kept.close();
				expect(await openFiles()).toEqual([]);
			},
		),
		runs(100),
	);
});

it.each([10, 2_550_000])('keeps more than %d bytes in a file without a name', async (limit) => {
	const kept = new KeptContent(limit);
	const blocks = Array.from({ length: 50 }, (_, index) => Buffer.alloc(100_000, index));
	for (const block of blocks) await kept.append(block);
	expect((await bytesOf(await kept.read(0, 5_000_000))).equals(Buffer.concat(blocks))).toBe(true);
	expect(readdirSync(folder)).toEqual([]);
	expect(await openFiles()).toHaveLength(1);
	await kept.close();
	expect(await openFiles()).toEqual([]);
});

it('asks for one file only, when it can not be written', async () => {
	const { open } = fs;
	const opening = jest.spyOn(fs, 'open').mockImplementation(async (...given) => {
		const file = await open(...given);
		jest.spyOn(file, 'write').mockRejectedValue(new Error('no space'));
		return file;
	});
	const kept = new KeptContent(10);
	for (let index = 0; index < 4; index++) await kept.append(Buffer.alloc(2_000_000));
	expect(await kept.read(0, 8_000_000)).toBeUndefined();
	await kept.close();
	expect(opening).toHaveBeenCalledTimes(1);
	expect(await openFiles()).toEqual([]);
	opening.mockRestore();
});

it('has no file as long as there is little', async () => {
	const kept = new KeptContent(1_000);
	await kept.append(Buffer.alloc(1_000));
	expect(await openFiles()).toEqual([]);
	expect((await bytesOf(await kept.read(10, 20))).length).toBe(10);
	await kept.close();
});

it('keeps nothing where there is no folder for temporary files', async () => {
	temporary.mockReturnValue(join(folder, 'nowhere'));
	const kept = new KeptContent(1_000);
	await kept.append(Buffer.alloc(1_000));
	expect(await kept.read(0, 1_000)).toBeDefined();
	await kept.append(Buffer.alloc(1));
	await kept.append(Buffer.alloc(1));
	expect(await kept.read(0, 1_002)).toBeUndefined();
	await kept.close();
});

it.each([
	['keeps nothing when the disk is full', '1000', 'not kept'],
	['keeps all when there is room', 'unlimited', 'kept'],
])('%s', (_name, blocks, said) => {
	const script = join(__dirname, '../../support/keepUntilFull.ts');
	const command = `ulimit -f ${blocks} && exec "${process.execPath}" --require tsx/cjs "${script}"`;
	expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim()).toBe(said);
});
