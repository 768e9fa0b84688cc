import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { SftpCredential } from '../../../nodes/shared/sftp/credential';
import { sftpCredential } from '../../support/sftpCredential';
import { submitFiles } from '../../../nodes/TicketplanSftpImport/server/submitFiles';
import type { SubmitResult } from '../../../nodes/TicketplanSftpImport/server/submission';
import { atRequest, startSandbox } from '../../../sandbox';
import { makeImportFile } from '../../support/makeImportFile';
import { startSshd } from '../../../scripts/programs/sshd';

const TEXT =
	'idempotency_key,policy.first_name\n' + `some-key,${'Nick'.repeat(70)}\n`.repeat(1_000);
const file = makeImportFile(TEXT);
const PROCESSED = 'imports_processed';

/** A server whose connection is cut at one request, and what lies on it afterwards. */
interface Target {
	credential: SftpCredential;
	/** Empty folders; the `at`th SFTP request from now on is cut. */
	prepare(at: number, when: 'before' | 'after'): void;
	/** Nothing is cut from now on. Tells whether that request came at all. */
	calm(): boolean;
	/** Path → content of everything in the folders, once the server has come to rest. */
	files(): Promise<Map<string, string>>;
	stop(): Promise<void>;
}

async function startSandboxTarget(importer: boolean): Promise<Target> {
	const sandbox = await startSandbox({ importer: { watch: importer } });
	const { sftp } = sandbox;
	let last = 0;
	return {
		credential: sftpCredential(sftp),
		prepare(at, when) {
			sandbox.reset();
			last = at;
			sftp.faults.when(atRequest(at), when === 'before' ? 'cutBefore' : 'cutAfter', 1);
		},
		calm() {
			sftp.faults.clear();
			return sftp.total.requests >= last;
		},
		async files() {
			await sftp.idle();
			const folders = ['test', 'live', PROCESSED].filter((name) => sftp.files.find(name));
			return new Map(
				folders.flatMap((folder) =>
					sftp.files
						.list(folder)
						.map((name) => [`${folder}/${name}`, sftp.files.read(`${folder}/${name}`).toString()]),
				),
			);
		},
		stop: () => sandbox.stop(),
	};
}

async function startOpenSshTarget(): Promise<Target> {
	const shim = resolve(__dirname, '../../support/cuttingSftpServer.mjs');
	const control = join(process.env.TMPDIR ?? '/tmp', `kasko-cut-${process.pid}.json`);
	const sshd = await startSshd({
		config: [`ForceCommand exec ${process.execPath} ${shim} ${control}`],
	});
	return {
		credential: sftpCredential(sshd, { folder: sshd.folder }),
		prepare(at, when) {
			for (const name of readdirSync(join(sshd.folder, 'test'))) {
				rmSync(join(sshd.folder, 'test', name));
			}
			writeFileSync(control, JSON.stringify({ at, when }));
		},
		calm() {
			const hasCut = !existsSync(control);
			rmSync(control, { force: true });
			return hasCut;
		},
		async files() {
			const paths = ['test', 'live'].flatMap((folder) =>
				readdirSync(join(sshd.folder, folder)).map((name) => `${folder}/${name}`),
			);
			return await Promise.resolve(
				new Map(paths.map((path) => [path, readFileSync(join(sshd.folder, path), 'utf8')])),
			);
		},
		async stop() {
			rmSync(control, { force: true });
			await sshd.stop();
		},
	};
}

const submit = (credential: SftpCredential, maxTries: number): Promise<SubmitResult[]> =>
	submitFiles(credential, [file], {
		environment: 'test',
		connectionTimeoutSeconds: 10,
		maxTries,
		waitUntilProcessedSeconds: 0,
		resubmit: false,
	});

const statusOf = ([result]: SubmitResult[]): string =>
	String(result && 'error' in result ? result.error.details.status : result?.submission.status);

/** How many files with the rows may be there when that is said. */
const TRUE_OF: Record<string, number[]> = { submitted: [1], notSubmitted: [0], unknown: [0, 1] };

/** The rows are on the server `times` times, whole, and nothing that is not whole looks like a file to import. */
function expectWhole(files: Map<string, string>, times: number[]): void {
	const imports = [...files].filter(([path]) => path.endsWith('.csv'));
	expect(imports.every(([, content]) => content === TEXT)).toBe(true);
	expect(times).toContain(imports.length);
}

describe.each([
	['sandbox', () => startSandboxTarget(false)],
	['sandbox whose importer takes a file at once', () => startSandboxTarget(true)],
	['OpenSSH', startOpenSshTarget],
])('a cut at every request, %s', (_name, start) => {
	let target: Target;
	beforeAll(async () => {
		target = await start();
	});
	afterAll(() => target.stop());

	describe.each(['before', 'after'] as const)('%s the server acts', (when) => {
		it('with tries left: the file is there once, nothing else is, and that is said', async () => {
			let at = 0;
			do {
				target.prepare(++at, when);
				const [result] = await submit(target.credential, 3);
				expect({ at, result }).toMatchObject({
					at,
					result: { submission: { status: 'submitted' } },
				});
				const files = await target.files();
				expectWhole(files, [1]);
				expect(files.size).toBe(1);
			} while (target.calm());
			expect(at).toBeGreaterThan(10);
		}, 120_000);

		it('without: what is said is true, and a second run makes it whole', async () => {
			let at = 0;
			let hasCut = true;
			while (hasCut) {
				target.prepare(++at, when);
				const status = statusOf(await submit(target.credential, 1));
				hasCut = target.calm();
				expectWhole(await target.files(), TRUE_OF[status] ?? []);

				const again = statusOf(await submit(target.credential, 1));
				expect(again).toMatch(status === 'notSubmitted' ? /^submitted/ : /submitted$/i);
				expectWhole(await target.files(), [1]);
			}
		}, 120_000);
	});
});
