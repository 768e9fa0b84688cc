import type { IDataObject } from 'n8n-workflow';

import { COLUMNS } from '../../nodes/TicketplanSftpImport/columns/columns';
import { createKey, pushFaults } from '../../sandbox/index';
import type { Demo } from '../demo/startDemo';
import type { Run } from './stage';

type Items = Run['items'];

/** Something that goes wrong in a run. */
export interface Trouble extends Run {
	/** What the node says of it. */
	says: string;
	/** What the local KASKO does to the next request. */
	prepare?: (demo: Demo) => void;
}

/** An order of KASKO's own example, by the names of its columns. */
export function order(number: string, changes: IDataObject = {}): IDataObject {
	const filled = COLUMNS.filter(({ required, expected }) => required || expected);
	const cells = filled.map(({ name, example }) => [name, example]);
	return { ...Object.fromEntries(cells), 'policy.data.order_number': number, ...changes };
}

/** An order as a shop may name its fields. */
export function ownOrder(orderId: string, firstName: string): IDataObject {
	return {
		orderId,
		firstName,
		lastName: 'Malone',
		email: 'nick.malone@example.com',
		eventName: 'Summer Night',
		eventStartDate: '2027-06-01',
		venueName: 'Test arena',
		orderValue: 100000,
		currency: 'EUR',
	};
}

/** A customer, by the names of the parameters of ARAG Push. */
export function customer(changes: IDataObject = {}): IDataObject {
	return {
		firstName: 'Nick',
		lastName: 'Malone',
		email: 'nick.malone@example.com',
		startDate: '2027-02-13',
		vin: 'WVWZZZ1JZXW000001',
		...changes,
	};
}

/** Parameters that take the fields of their names from the items. */
export function fromFields(item: IDataObject): IDataObject {
	return Object.fromEntries(Object.keys(item).map((name) => [name, `={{ $json.${name} }}`]));
}

const tickets = (items: Items, parameters: IDataObject = {}) =>
	({ node: 'ticketplanSftpImport', items, parameters }) as const;
const policy = (changes: IDataObject = {}) =>
	({
		node: 'aragPush',
		items: [customer(changes)],
		parameters: fromFields(customer()),
	}) as const;
const file = (content: string | Buffer, fileName = 'orders.csv') => {
	const data = Buffer.from(content).toString('base64');
	const item = { json: {}, binary: { data: { data, fileName, mimeType: 'text/csv' } } };
	return tickets([item], { rowSource: 'file' });
};
const connecting = (credential: IDataObject) => ({ ...tickets([order('5597')]), credential });

const latin1 = [
	Object.keys(order('5597')),
	Object.values({ ...order('5597'), 'policy.first_name': 'Jörg' }),
]
	.map((cells) => `${cells.join(',')}\n`)
	.join('');

/** The faults that have a picture in docs/troubleshooting.md, by the name of the picture. */
export const TROUBLES: Record<string, Trouble> = {
	'date-unknown': {
		says: 'is not a date in a known form',
		...tickets([order('5597', { 'policy.data.booking_date': '02/13/2027' })]),
	},
	'date-two-ways': {
		says: 'can be read in two ways',
		...tickets([order('5597', { 'policy.data.booking_date': '03/04/2027' })]),
	},
	'date-no-such-day': {
		says: 'is a day that does not exist',
		...tickets([order('5597', { 'policy.data.booking_date': '31.02.2027' })]),
	},
	'amount-in-euros': {
		says: "set the option 'Amounts' to 'Major Units' instead",
		...tickets([order('5597', { 'policy.data.order_value': '30,00 €' })]),
	},
	'email-without-at': { says: 'is not an email address', ...policy({ email: 'nick.malone' }) },
	'column-empty': {
		says: 'is empty, and KASKO requires it',
		...tickets([order('5597', { 'policy.email': '' })]),
	},
	'column-misspelt': {
		says: "is not a column of KASKO's file",
		...tickets([order('5597', { 'policy.frist_name': 'Nick' })]),
	},
	'own-names': {
		says: "names of the fields are no columns of KASKO's file",
		...tickets(['Nick', 'Nora', 'Max'].map((name, n) => ownOrder(`A-100${n + 1}`, name))),
	},
	'order-twice': {
		says: 'has the same idempotency key',
		...tickets([order('5597'), order('5597'), order('5598')]),
	},
	'file-own-header': {
		says: 'None of the names in the first line of the file',
		...file('Order Number;Buyer;Price\n5597;Nick Malone;30,00\n'),
	},
	'file-encoding': {
		says: "set the option 'File Encoding' to Windows-1252",
		...file(Buffer.from(latin1, 'latin1')),
	},
	'file-excel': {
		says: 'an Excel workbook (.xlsx)',
		...file('PK\u0003\u0004 xl/workbook.xml', 'orders.xlsx'),
	},
	'no-rows': { says: 'There are no rows to import', ...file('policy.email\n') },
	'key-putty': {
		says: 'holds a PuTTY key file (.ppk)',
		...connecting({ privateKey: 'PuTTY-User-Key-File-3: ssh-ed25519' }),
	},
	'key-unknown': { says: 'did not accept the user name', ...connecting({ username: 'somebody' }) },
	'host-key-changed': {
		says: 'fingerprint',
		...connecting({ hostKey: createKey().fingerprint }),
	},
	'folder-missing': { says: 'There is no folder', ...connecting({ folder: '/elsewhere' }) },
	'server-unknown': {
		says: 'There is no server named',
		...connecting({ host: 'sftp.kasko.invalid' }),
	},
	'api-key-wrong': {
		says: 'Check the API key',
		...policy(),
		credential: { apiKey: 'sk_test_wrong' },
	},
	'policy-refused': {
		says: "The 'vin' field is required",
		...policy(),
		prepare: ({ sandbox }) =>
			sandbox.push.faults.next(
				pushFaults.refuse(
					400,
					JSON.stringify({ errorMessage: "Bad Request: The 'vin' field is required." }),
				),
			),
	},
	'policy-unknown': {
		says: 'It is not known whether the policy was bought',
		...policy(),
		prepare: ({ sandbox }) => sandbox.push.faults.next(pushFaults.resetAfter),
	},
};
