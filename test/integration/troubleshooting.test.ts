import { readFileSync } from 'node:fs';

import type { IDataObject } from 'n8n-workflow';

import { KaskoSftpApi } from '../../credentials/KaskoSftpApi.credentials';
import { TicketplanSftpImport } from '../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';
import { createKey, pushFaults } from '../../sandbox';
import type { PushFault } from '../../sandbox/push/pushFaults';
import { freePort } from '../../scripts/programs/freePort';
import { makeKeyFile } from '../support/makeKeyFile';
import { runNode } from '../support/runNode';
import { exampleRow } from '../support/ticketplanRows';
import { customer, faultFor, push, REFUSED, runPushNode, usePush } from './aragPush/pushHarness';
import { credential, run, sftp, useSftp } from './ticketplan/importHarness';

usePush();
useSftp();

/** The sentences that the page quotes, by what stands in front of them. */
const PAGE = readFileSync('docs/troubleshooting.md', 'utf8').replace(/\s+/g, ' ');

const text = (error?: { message?: string; description?: unknown } | null) =>
	`${error?.message ?? ''}\n${String(error?.description ?? '')}`;

const ticketplan = async (changes: IDataObject, parameters: IDataObject = {}) =>
	text((await run(parameters, [exampleRow('A1', changes)])).error);
const arag = async (changes: IDataObject, options = {}) =>
	text((await runPushNode(push, [customer(0, changes)], options)).error);
const file = async (content: string | Buffer) => {
	const data = Buffer.from(content).toString('base64');
	const item = { json: {}, binary: { data: { data, mimeType: 'text/csv' } } };
	return text((await run({ rowSource: 'file' }, [item])).error);
};

const CASES: Array<[string, () => Promise<string>]> = [
	['is not a date in a known form', () => ticketplan({ 'policy.data.booking_date': '02/13/2027' })],
	['is not a date in a known form', () => arag({ start: '13/02/2027' })],
	['can be read in two ways', () => ticketplan({ 'policy.data.booking_date': '03/04/2027' })],
	['is a day that does not exist', () => ticketplan({ 'policy.data.booking_date': '31.02.2027' })],
	[
		'is not a whole amount in minor units, such as cents',
		() => ticketplan({ 'policy.data.order_value': '30,00 €' }),
	],
	[
		"set the option 'Amounts' to 'Major Units' instead",
		() => ticketplan({ 'policy.data.order_value': '30,00 €' }),
	],
	['is empty, and KASKO requires it', () => ticketplan({ 'policy.email': '' })],
	["is not a column of KASKO's file", () => ticketplan({ 'policy.frist_name': 'Nick' })],
	['is not an email address', () => arag({ mail: 'nick' })],
	[
		"names of the fields are no columns of KASKO's file",
		async () => text((await run({}, [{ orderId: '1', firstName: 'Nick', total: '3' }])).error),
	],
	[
		'has the same idempotency key',
		async () => text((await run({}, [exampleRow('A1'), exampleRow('A1')])).error),
	],
	['None of the names in the first line of the file', () => file('Name;Mail\nNick;a@b.c\n')],
	["set the option 'File Encoding' to Windows-1252", () => latin1File()],
	['an Excel workbook (.xlsx)', () => file('PK\u0003\u0004 xl/workbook.xml')],
	['The input holds a file in', () => fileAsRows()],
	['There are no rows to import', () => file('policy.email\n')],
	[
		'holds a PuTTY key file (.ppk)',
		() => withCredential({ privateKey: 'PuTTY-User-Key-File-3: x' }),
	],
	['holds a public key', () => withCredential({ privateKey: createKey().publicKey })],
	[
		'is cut off: its first or its last line is missing',
		() => withCredential({ privateKey: sftp.privateKey.slice(0, -40) }),
	],
	[
		"is protected with a passphrase, and 'Passphrase' is empty",
		() => withCredential({ privateKey: lockedKey() }),
	],
	['is not known yet. It showed this fingerprint', () => withCredential({ hostKey: '' })],
	[
		'showed another key than the pinned one',
		() => withCredential({ hostKey: createKey().fingerprint }),
	],
	['did not accept the user name', () => withCredential({ username: 'somebody' })],
	['There is no folder', () => withCredential({ folder: '/elsewhere' })],
	['takes no connections on port', async () => withCredential({ port: await freePort() })],
	['is already on the server, with other content', () => sameName()],
	['There is no server named', () => withCredential({ host: 'no.such.host.invalid' })],
	['The KASKO API credential has no API key', () => arag({}, { apiKey: '' })],
	[
		'The Push URL of the KASKO API credential does not start with https://',
		() => arag({}, { pushUrl: 'http://push-api.kasko.io/' }),
	],
	['KASKO does not know it', () => faulty(pushFaults.refuse(401))],
	[
		'KASKO also answers "not found" where a key has no access',
		() => faulty(pushFaults.refuse(404)),
	],
	[
		'KASKO could not be reached',
		async () =>
			arag({}, { pushUrl: `https://127.0.0.1:${await freePort()}/`, options: { maxTries: 1 } }),
	],
	['The API key is a live one', () => withLiveKey()],
	["The 'vin' field is required", () => faulty(REFUSED)],
	['It is not known whether the policy was bought', () => faulty(pushFaults.refuse(500, '{}'))],
];

it.each(CASES)('quotes “%s” as the node says it', async (quoted, produce) => {
	expect(PAGE).toContain(quoted);
	expect(await produce()).toContain(quoted);
});

it('says nothing in quotation marks that is not compared', () => {
	const quoted = [...PAGE.matchAll(/“([^”]+)”/g)].map(([, words = '']) => words);
	const compared = CASES.map(([words]) => words);
	expect(quoted.filter((words) => !compared.some((each) => words.includes(each)))).toEqual([]);
});

async function latin1File() {
	const row = exampleRow('A1', { 'policy.first_name': 'Jörg' });
	const lines = [Object.keys(row).join(','), Object.values(row).join(',')];
	return await file(Buffer.from(lines.join('\n'), 'latin1'));
}

async function fileAsRows() {
	const data = { data: '', mimeType: 'text/csv', fileExtension: 'csv' };
	return text((await run({}, [{ json: { fileName: 'orders.csv' }, binary: { data } }])).error);
}

async function faulty(fault: PushFault) {
	faultFor(push, fault, 0);
	return await arag({});
}

async function withLiveKey() {
	const options = { skipAlreadyPushed: 'never' };
	const { hints } = await runPushNode(push, [customer(0)], { apiKey: push.keys.live, options });
	return hints.join('\n');
}

/** Two runs under one file name. */
async function sameName() {
	const parameters = { options: { fileName: 'orders.csv' } };
	await run(parameters, [exampleRow('A1')]);
	return text((await run(parameters, [exampleRow('A2')])).error);
}

function lockedKey(): string {
	return makeKeyFile({ type: 'ed25519', passphrase: 'secret' }).privateKey;
}

async function withCredential(changes: IDataObject) {
	const { error } = await runNode({
		node: new TicketplanSftpImport(),
		parameters: { options: { maxTries: 1 } },
		items: [{ ...exampleRow('A1') } as IDataObject],
		credential: { type: new KaskoSftpApi(), data: { ...credential(), ...changes } },
	});
	return text(error);
}
