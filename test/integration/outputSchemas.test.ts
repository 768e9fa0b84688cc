import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resolveOutputSchemaPath } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';

import { exampleRow } from '../support/ticketplanRows';
import { read } from '../unit/kaskoTrigger/readEventsOf';
import { customers, push, runPushNode, usePush } from './aragPush/pushHarness';
import { jsonOf, run, useSftp } from './ticketplan/importHarness';

usePush();
useSftp();

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** The preview that n8n's editor shows before the first run, found as n8n finds it. */
function previewOf(node: string, version: number, operation?: string): Schema {
	const nodeDir = join(__dirname, '../../nodes', node);
	const path = resolveOutputSchemaPath({ nodeDir, version, operation });
	return JSON.parse(readFileSync(path ?? '', 'utf8')) as Schema;
}

/** The shape of a value, in the words of a schema. */
function shapeOf(value: unknown): unknown {
	if (Array.isArray(value)) return { type: 'array', items: shapeOf(value[0]) };
	if (typeof value !== 'object' || value === null) {
		return { type: typeof value === 'number' ? 'integer' : typeof value };
	}
	const properties = Object.entries(value).map(([name, each]) => [name, shapeOf(each)]);
	return { type: 'object', properties: Object.fromEntries(properties) as IDataObject };
}

const withoutVersion = ({ type, properties }: Schema) => ({ type, properties });

it.each(['push', 'check'])('ARAG Push, %s', async (operation) => {
	const { outputs } = await runPushNode(push, customers(1), { parameters: { operation } });
	const preview = withoutVersion(previewOf('AragPush', 1, operation));
	expect(shapeOf(outputs[0]![0]!.json)).toEqual(preview);
});

it.each([1, 1.1])('Ticketplan SFTP Import, every operation of version %s', async (version) => {
	const odd = exampleRow('A1', { 'policy.data.customer_city': '=1+1' });
	for (const operation of ['importPolicies', 'previewFile', 'getImports']) {
		const { outputs } = await run({ operation }, [odd], { typeVersion: version });
		const [first] = jsonOf(outputs[0]);
		const preview = withoutVersion(previewOf('TicketplanSftpImport', version, operation));
		expect(shapeOf(first)).toEqual(preview);
	}
});

it('KASKO Trigger', () => {
	const [event] = read({ livemode: true, message: 'No.', idempotency_key: 'order-1' });
	const preview = previewOf('KaskoTrigger', 1.1);
	expect(Object.keys(event ?? {}).sort()).toEqual(Object.keys(preview.properties ?? {}).sort());
	expect(shapeOf({ ...event, body: {} })).toEqual({
		type: 'object',
		properties: { ...preview.properties, body: { type: 'object', properties: {} } },
	});
});
