import { readdirSync, readFileSync } from 'node:fs';

import { KaskoApi } from '../../credentials/KaskoApi.credentials';
import { KaskoSftpApi } from '../../credentials/KaskoSftpApi.credentials';
import { KaskoWebhookApi } from '../../credentials/KaskoWebhookApi.credentials';

interface Workflow {
	nodes: Array<{ credentials?: Record<string, { id: string | null; name: string }> }>;
}

const FILES = readdirSync('examples').filter((file) => file.endsWith('.json'));

/** What n8n's editor calls a new credential: the name of its type without "API", and "account". */
const PROPOSED: Record<string, string> = Object.fromEntries(
	[new KaskoApi(), new KaskoSftpApi(), new KaskoWebhookApi()].map(({ name, displayName }) => [
		name,
		`${displayName
			.split(' ')
			.filter((word) => word !== 'API')
			.join(' ')} account`,
	]),
);

it.each(FILES)(
	'%s names its credentials as n8n proposes, so that it connects by itself',
	(file) => {
		const { nodes } = JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as Workflow;
		const used = nodes.flatMap(({ credentials = {} }) => Object.entries(credentials));
		expect(used.length).toBeGreaterThan(0);
		for (const [type, { id, name }] of used) expect([id, name]).toEqual([null, PROPOSED[type]]);
	},
);

it('the README shows every example', () => {
	const readme = readFileSync('README.md', 'utf8');
	expect(FILES.filter((file) => !readme.includes(`/examples/${file})`))).toEqual([]);
});

it.each(['AragPush', 'KaskoTrigger', 'TicketplanSftpImport'])(
	'%s is found by what users call it',
	(node) => {
		const codex = readFileSync(`nodes/${node}/${node}.node.json`, 'utf8');
		const { alias } = JSON.parse(codex) as { alias: string[] };
		expect(alias).toEqual(expect.arrayContaining(['KASKO', 'Insurance', 'Versicherung', 'Policy']));
		if (node !== 'AragPush') expect(alias).toContain('Ticket');
	},
);
