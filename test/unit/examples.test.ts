import { readdirSync, readFileSync } from 'node:fs';

import { KaskoApi } from '../../credentials/KaskoApi.credentials';
import { KaskoSftpApi } from '../../credentials/KaskoSftpApi.credentials';
import { KaskoWebhookApi } from '../../credentials/KaskoWebhookApi.credentials';
import { AragPush } from '../../nodes/AragPush/AragPush.node';
import { KaskoTrigger } from '../../nodes/KaskoTrigger/KaskoTrigger.node';
import { TicketplanSftpImport } from '../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { proposedName } from '../support/proposedName';

type Position = [x: number, y: number];

interface Workflow {
	nodes: Array<{
		name: string;
		type: string;
		typeVersion: number;
		position: Position;
		parameters: { width: number; height: number };
		credentials?: Record<string, { id: string | null; name: string }>;
	}>;
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
}

const FILES = readdirSync('examples').filter((file) => file.endsWith('.json'));
/** Around a node's position, with the names below it; the widest one is an agent. */
const NODE_SIZE = { left: 20, top: 20, right: 220, bottom: 160 };

const OURS: Record<string, string> = Object.fromEntries(
	[new KaskoApi(), new KaskoSftpApi(), new KaskoWebhookApi()].map(({ name, displayName }) => [
		name,
		proposedName(displayName),
	]),
);

const NEWEST: Record<string, number> = Object.fromEntries(
	[new AragPush(), new KaskoTrigger(), new TicketplanSftpImport()].map(({ description }) => [
		`n8n-nodes-kasko.${description.name}`,
		Math.max(...[description.version].flat()),
	]),
);

const read = (file: string) => JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as Workflow;
const isNote = ({ type }: { type: string }) => type === 'n8n-nodes-base.stickyNote';

describe.each(FILES)('%s', (file) => {
	const { nodes, connections } = read(file);

	// For the other services see test/e2e/examplesWithAccounts.test.ts.
	it('names its credentials as n8n proposes, so that it connects by itself', () => {
		const used = nodes.flatMap(({ credentials = {} }) => Object.entries(credentials));
		expect(used.map(([, { id }]) => id)).toEqual(used.map(() => null));
		const ours = used.filter(([type]) => type.startsWith('kasko'));
		expect(ours.map(([, { name }]) => name)).toEqual(ours.map(([type]) => OURS[type]));
	});

	it('shows the newest version of our nodes', () => {
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-kasko.'));
		expect(ours.length).toBeGreaterThan(0);
		// n8n makes the type of a tool from that of its node.
		const newest = ours.map(({ type }) => NEWEST[type.replace(/Tool$/, '')]);
		expect(ours.map(({ typeVersion }) => typeVersion)).toEqual(newest);
	});

	it('joins nodes that are there, each under a name of its own', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const joined = Object.entries(connections).flatMap(([from, byType]) => [
			from,
			...Object.values(byType)
				.flat(2)
				.map(({ node }) => node),
		]);
		expect([...new Set(joined)].sort()).toEqual(
			nodes
				.filter((node) => !isNote(node))
				.map(({ name }) => name)
				.sort(),
		);
	});

	it('has notes, which lie over nothing', () => {
		const notes = nodes.filter(isNote);
		expect(notes.length).toBeGreaterThan(0);
		const areas = nodes.map((node) => ({ name: node.name, ...areaOf(node, isNote(node)) }));
		const covered = notes.flatMap(({ name }) => {
			const note = areas.find((area) => area.name === name);
			return areas.filter((area) => note && area !== note && overlap(area, note));
		});
		expect(covered).toEqual([]);
	});
});

interface Area {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function areaOf({ position: [x, y], parameters }: Workflow['nodes'][number], note: boolean): Area {
	const { width, height } = parameters;
	if (note) return { left: x, top: y, right: x + width, bottom: y + height };
	const { left, top, right, bottom } = NODE_SIZE;
	return { left: x - left, top: y - top, right: x + right, bottom: y + bottom };
}

function overlap(a: Area, b: Area): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

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
