import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { run } from '../../../scripts/programs/run';
import { SECRET } from '../../support/webhookCall';
import { trigger, useTrigger } from './triggerHarness';

const ROOT = resolve(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/kasko-trigger.md'), 'utf8');
const FORM = { secret: "SECRET='whsec_…'", url: "URL='https://…'" };

useTrigger();

/** Each starts a program or two. */
jest.setTimeout(120_000);

/** The commands of the page, with what a reader fills in. */
function commands(secret: string): string {
	const [, text = ''] = /```sh\n(SECRET=[^]*?)```/.exec(PAGE) ?? [];
	for (const line of Object.values(FORM)) expect(text.split(line)).toHaveLength(2);
	return text.replace(FORM.secret, `SECRET='${secret}'`).replace(FORM.url, `URL='${trigger.url}'`);
}

const sandbox = async (...args: string[]) =>
	await run(process.execPath, [
		join(ROOT, 'node_modules/tsx/dist/cli.mjs'),
		join(ROOT, 'sandbox/main.ts'),
		...['--webhook', trigger.url],
		...args,
	]);

const IMPORT_ERROR = {
	json: {
		kind: 'importError',
		event: 'import.failed',
		deliveryId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
		livemode: false,
		message: expect.stringMatching(/field is required/) as string,
	},
};

describe('the commands of the page', () => {
	it('send an event that the node takes', async () => {
		expect(await run('bash', ['-c', commands(SECRET)])).toMatch(/^HTTP\/1\.1 200/);
		const json = { ...IMPORT_ERROR.json, idempotencyKey: 'order-1' };
		expect(trigger.results).toMatchObject([{ workflowData: [[{ json }]] }]);
		expect(trigger.log).toEqual([]);
	});

	it('are answered with 401 where the secret is another one', async () => {
		expect(await run('bash', ['-c', commands('whsec_other')])).toMatch(/^HTTP\/1\.1 401/);
		expect(trigger.results).toEqual([{ noWebhookResponse: true }]);
	});
});

describe('npm run sandbox -- --send', () => {
	it('sends the report of a row', async () => {
		const said = await sandbox('--send', 'import.failed', '--secret', SECRET);
		expect(said).toMatch(/^import\.failed: answered with 200\. n8n has taken the event/);
		expect(trigger.results).toMatchObject([{ workflowData: [[IMPORT_ERROR]] }]);
	});

	it('sends an event of a live policy', async () => {
		trigger.parameters.events = ['policyCreated'];
		await sandbox('--send', 'policy.created', '--live', '--secret', SECRET);
		expect(trigger.results).toMatchObject([
			{ workflowData: [[{ json: { kind: 'policyCreated', livemode: true } }]] },
		]);
	});

	it('says what is wrong, and does not show the secret', async () => {
		const said = await sandbox('--send', 'import.failed', '--secret', 'whsec_other');
		expect(said).toMatch(/answered with 401\. The secret is not the one/);
		expect(said).not.toContain('whsec_other');
		expect(await sandbox('--send', 'a.b', '--webhook', 'http://127.0.0.1:1/x')).toMatch(
			/a\.b: no answer from .*: /,
		);
		expect(await sandbox('--send', 'a.b', '--webhook', '')).toMatch(/--webhook <url>/);
	});
});
