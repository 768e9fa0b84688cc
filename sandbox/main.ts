import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Sandbox } from '.';
import { createKey, SANDBOX_CACHE, startSandbox } from '.';
import { startPage } from './page/startPage';
import type { SshKey } from './sftp/createKey';
import { sendSample } from './webhooks/sendSample';

const USAGE = `npm run sandbox -- [options]
  --push-port <port>     8443    or SANDBOX_PUSH_PORT
  --sftp-port <port>     2222    or SANDBOX_SFTP_PORT
  --page-port <port>     8444    or SANDBOX_PAGE_PORT
  --webhook <url>                or SANDBOX_WEBHOOK, where n8n hears of events
  --import-delay <s>     5       how long a complete file waits for its import

npm run sandbox -- --send <event> --webhook <url> [options]
  sends one signed event, says what it was answered with, and ends
  --send <event>                 import.failed, policy.created, policy.updated, or any other name
  --webhook <url>                or SANDBOX_WEBHOOK, the test URL or the production URL of the node
  --secret <secret>              or SANDBOX_SECRET, the one in the credential; by default the sandbox's own
  --live                         as an event of a real policy`;

const { env } = process;
const { values } = parseArgs({
	options: {
		'push-port': { type: 'string', default: env.SANDBOX_PUSH_PORT ?? '8443' },
		'sftp-port': { type: 'string', default: env.SANDBOX_SFTP_PORT ?? '2222' },
		'page-port': { type: 'string', default: env.SANDBOX_PAGE_PORT ?? '8444' },
		webhook: { type: 'string', default: env.SANDBOX_WEBHOOK },
		'import-delay': { type: 'string', default: '5' },
		send: { type: 'string' },
		secret: { type: 'string', default: env.SANDBOX_SECRET ?? 'whsec_sandbox' },
		live: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});

/** Keys that stay the same from run to run, so that credentials pasted into n8n go on working. */
async function keepKey(name: string): Promise<SshKey> {
	const file = join(SANDBOX_CACHE, `${name}.json`);
	const kept = await readFile(file, 'utf8').catch(() => undefined);
	if (kept) return JSON.parse(kept) as SshKey;
	const key = createKey();
	await mkdir(SANDBOX_CACHE, { recursive: true });
	await writeFile(file, JSON.stringify(key), { mode: 0o600 });
	return key;
}

function describe({ push, sftp, webhooks }: Sandbox, keyFile: string, pageUrl: string): string {
	const webhook = values.webhook ?? 'none: add your trigger’s address on the page';
	return `
A local KASKO is running. Nothing in it is real, and it forgets everything when it stops.
See what it has, cause faults and send events: ${pageUrl}

KASKO API
  Push URL       ${push.url}
  API key        ${push.keys.test}   (or ${push.keys.live})
  Start n8n with NODE_EXTRA_CA_CERTS=${push.certificate.certFile}

KASKO SFTP API
  Host           ${sftp.host}
  Port           ${sftp.port}
  Username       ${sftp.username}
  Private key    the content of ${keyFile}
  Host key       ${sftp.hostKey}
  Folder         (leave empty)

KASKO Webhook API
  Secret         ${webhooks.secret}
  Events go to   ${webhook}

Ctrl-C ends it.
`;
}

async function main(): Promise<void> {
	const clientKey = await keepKey('client-key');
	const keyFile = join(SANDBOX_CACHE, 'id_ed25519');
	await writeFile(keyFile, clientKey.privateKey, { mode: 0o600 });
	const sandbox = await startSandbox({
		push: { port: Number(values['push-port']) },
		sftp: { port: Number(values['sftp-port']), clientKey, hostKey: await keepKey('host-key') },
		importer: {
			watch: true,
			delayMs: Number(values['import-delay']) * 1000,
			onImported: ({ file, environment, policies, duplicates, refused }) =>
				console.log(
					`${environment}/${file}: ${policies} policies, ${duplicates} known already, ${refused} refused`,
				),
		},
	});
	if (values.webhook) sandbox.webhooks.register(values.webhook);
	const page = await startPage(sandbox, { port: Number(values['page-port']) });
	console.log(describe(sandbox, keyFile, page.url));
	const stop = () => void Promise.all([page.stop(), sandbox.stop()]);
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

async function send(event: string): Promise<void> {
	const { webhook: url, secret, live } = values;
	console.log(url ? await sendSample({ url, secret, event, livemode: live }) : USAGE);
}

if (values.help) console.log(USAGE);
else if (values.send) void send(values.send);
else void main();
