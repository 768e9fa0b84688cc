import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

import type { IDataObject, INode } from 'n8n-workflow';

import { TicketplanSftpImport } from '../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { runNode } from '../support/runNode';
import { runPushNode, push, usePush } from './aragPush/pushHarness';

usePush();

const PAGE = readFileSync('docs/quickstart.md', 'utf8');
const [, BLOCK = ''] = /```json\n([^]*?)```/.exec(PAGE) ?? [];
const { nodes } = JSON.parse(BLOCK) as { nodes: INode[] };
const [orders, preview] = nodes;

/** Runs the page's two nodes, with its code changed or not. */
async function previewOf(change: (code: string) => string = (code) => code) {
	const code = change(String(orders?.parameters.jsCode));
	const items = runInNewContext(`(() => {${code}\n})()`) as IDataObject[];
	const { hints, binaries, error } = await runNode({
		node: new TicketplanSftpImport(),
		parameters: preview?.parameters as IDataObject,
		items: JSON.parse(JSON.stringify(items)) as IDataObject[],
		settings: { typeVersion: preview?.typeVersion },
	});
	expect(error).toBeUndefined();
	const [file = ''] = Object.values(binaries).filter((text) => text.startsWith('idempotency_key,'));
	return { hints: hints.join('\n'), rows: file.trim().split('\n').length - 1 };
}

it('the pasted orders have one wrong date, which the preview tells', async () => {
	const { hints, rows } = await previewOf();
	expect(hints).toContain('2 rows in order, 1 with findings');
	expect(PAGE).toContain('2 rows in order, 1 with findings');
	expect(hints).toContain("a day that does not exist ('31.06.2027')");
	expect(rows).toBe(2);
});

it('mended as the page says, all three are in the file', async () => {
	const [, wrong = '', right = ''] = /change `([^`]*)` to `([^`]*)`/.exec(PAGE) ?? [];
	const { hints, rows } = await previewOf((code) => {
		expect(code).toContain(wrong);
		return code.replace(wrong, right);
	});
	expect(hints).not.toContain('refused');
	expect(rows).toBe(3);
});

it('the customer of the page is valid, and is not without the @; nothing is sent', async () => {
	const value = (label: string) =>
		new RegExp(`\\| ${label} +\\| \`([^\`]*)\``).exec(PAGE)?.[1] ?? '';
	const customer = {
		first: value('First Name'),
		last: value('Last Name'),
		mail: value('Email'),
		start: '2099-02-13',
		vin: value('VIN'),
	};
	const check = { parameters: { operation: 'check' } };
	const { outputs } = await runPushNode(push, [customer], check);
	expect(outputs[0]?.[0]?.json).toEqual(expect.objectContaining({ status: 'valid' }));
	expect(outputs[0]?.[0]?.json).not.toHaveProperty('warnings');
	const wrong = { ...customer, mail: customer.mail.replace('@', '') };
	const { error } = await runPushNode(push, [wrong], check);
	expect(error?.message).toContain("'Email' is not an email address");
	expect(push.requests).toEqual([]);
});
