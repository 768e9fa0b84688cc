import fc from 'fast-check';
import { DateTime } from 'luxon';

import { ColumnSet } from '../../../nodes/TicketplanSftpImport/columns/ColumnSet';
import { COLUMNS, DEFAULT_KEY_COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { findColumn, otherColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import { suggestColumns } from '../../../nodes/TicketplanSftpImport/columns/suggestColumns';
import { AutoMap } from '../../../nodes/TicketplanSftpImport/rows/AutoMap';
import { RowBuilder } from '../../../nodes/TicketplanSftpImport/rows/RowBuilder';
import { EXAMPLE_ROWS } from '../../support/ticketplanRows';

describe('columns', () => {
	it("are those of KASKO's example, in its order", () => {
		expect(COLUMNS.map(({ name }) => name)).toEqual(Object.keys(EXAMPLE_ROWS[0]!));
	});

	it('hold the default key columns', () => {
		expect(DEFAULT_KEY_COLUMNS.map((name) => findColumn(name)?.name)).toEqual(DEFAULT_KEY_COLUMNS);
	});

	it.each([
		['quote.data.protected_element.0.price', 'amount'],
		['quote.data.protected_element.49.price', 'amount'],
		['quote.data.max_ticket_price.7.single_banded', 'integer'],
		['quote.data.protected_element.50.price', undefined],
		['quote.data.protected_element.01.price', undefined],
		['policy.data.seat', undefined],
	])('know %s as %s', (name, type) => {
		expect(findColumn(name)?.type).toBe(type);
	});

	it.each([
		['policy.data.seat', true],
		['quote.data.a.b-c_d', true],
		['quote.data.protected_element.50.price', false],
		['policy', false],
		['policy.', false],
		['policy.a b', false],
		['customer.name', false],
	])('%s as a further column: %s', (name, possible) => {
		expect(otherColumn(name) !== undefined).toBe(possible);
	});

	it.each([
		['policy.frist_name', 'policy.first_name'],
		['policy.firstName', 'policy.first_name'],
		['Policy.Data.Order_Number', 'policy.data.order_number'],
		['idempotencyKey', 'idempotency_key'],
		['policy.data.customer_state', undefined],
		['x', undefined],
		['policy.costumer_email', undefined],
		['policy.data.costumer_email', 'policy.data.customer_email'],
		['policy.data.eventname', 'policy.data.event_name'],
		['policy.data.event_names', 'policy.data.event_name'],
		['quote.data.protected_elements.2.price', 'quote.data.protected_element.2.price'],
		['quote.data.protectedElement[7].price', 'quote.data.protected_element.7.price'],
		['quote.data.max_ticket_price.0.single_band', undefined],
		['quote.data.max_ticket_price.0.single_bandet', 'quote.data.max_ticket_price.0.single_banded'],
		['policy.data.event_time', undefined],
		['policy.data.customer_street2', undefined],
		['policy.data.seat', undefined],
	])('take %s for %s', (name, column) => {
		expect(suggestColumns(name).alike).toEqual(column === undefined ? [] : [column]);
	});

	it.each([
		['quote.data.start_date', ['quote.data.policy_start_date', 'policy.data.event_start_date']],
		['policy.data.start_date', ['policy.data.event_start_date', 'quote.data.policy_start_date']],
		['policy.start_date', ['quote.data.policy_start_date']],
		['quote.protected_element.4.price', ['quote.data.protected_element.4.price']],
		['protectedElement.4.price', ['quote.data.protected_element.4.price']],
		['policy.data.items.4.price', []],
		['policy.data.street', ['policy.data.customer_street']],
		['policy.data.strete', ['policy.data.customer_street']],
		['policy.idempotency_key', ['idempotency_key']],
		['quote.data.integration_id', ['integration_id']],
		['policy.data.first_name', ['policy.first_name', 'policy.data.customer_first_name']],
		['policy.data.email', ['policy.email', 'policy.data.customer_email']],
		['policy.data.language', ['policy.language']],
		['policy.data.policy_start_date', ['quote.data.policy_start_date']],
		['quote.customer.email', ['policy.data.customer_email']],
		['billing.city', ['policy.data.customer_city']],
		['email', ['policy.email']],
		['Event Name', ['policy.data.event_name']],
		['policy.data.number', ['policy.data.order_number', 'policy.data.customer_house_number']],
		['policy.data.name', []],
		['policy.data.date', []],
		['policy.data.price', []],
		['policy.data.id', []],
		['policy.data.seat', []],
		['policy.data.event_time', []],
		['policy.data.customer_phone', []],
	])('find that %s ends like %j', (name, columns) => {
		expect(suggestColumns(name).endsAlike).toEqual(columns);
	});

	it('never suggest the column of another ticket', () => {
		const part = fc.constantFrom(
			'quote',
			'data',
			'protected_element',
			'protected_elements',
			'price',
		);
		const parts = fc.array(fc.oneof(part, fc.nat(60).map(String)), { maxLength: 6 });
		fc.assert(
			fc.property(parts, (names) => {
				const name = names.join('.');
				const { alike, endsAlike } = suggestColumns(name);
				for (const suggestion of [...alike, ...endsAlike]) {
					const number = /\d+/.exec(suggestion)?.[0];
					if (number !== undefined) expect(names).toContain(number);
				}
			}),
		);
	});
});

describe('AutoMap', () => {
	function read(json: Record<string, unknown>, ignoreOthers = false) {
		const columns = new ColumnSet(ignoreOthers);
		const row = new RowBuilder(1, 0, columns);
		new AutoMap(columns).read(json, row);
		const values = row.cells.map((value, index) => [columns.all[index]!.name, value]);
		return {
			cells: Object.fromEntries(values.filter(([, value]) => value !== undefined)) as object,
			findings: row.findings.map(({ column, code, hint }) => ({ column, code, hint })),
			ignored: [...columns.ignoredFields],
		};
	}

	it.each([
		['dotted', { 'policy.data.order_number': 'A1', 'policy.email': 'a@b' }],
		['nested', { policy: { data: { order_number: 'A1' }, email: 'a@b' } }],
		['half and half', { 'policy.data': { order_number: 'A1' }, policy: { email: 'a@b' } }],
		['in another case', { 'Policy.Data.ORDER NUMBER': 'A1', Policy: { EMAIL: 'a@b' } }],
		['with spaces in them', { 'policy . data . order_number': 'A1', 'policy.\u200Bemail': 'a@b' }],
		[
			'with spaces and marks around',
			{ '\uFEFFpolicy.data.order_number': 'A1', 'policy.email\u00A0': 'a@b' },
		],
		[
			'both, and the same',
			{ 'policy.email': 'a@b', policy: { email: ' a@b ', data: { order_number: 'A1' } } },
		],
		[
			'both, one of them empty',
			{ 'policy.email': '', policy: { email: 'a@b', data: { order_number: 'A1' } } },
		],
	])('reads names %s', (_name, json) => {
		expect(read(json)).toEqual({
			cells: { 'policy.data.order_number': 'A1', 'policy.email': 'a@b' },
			findings: [],
			ignored: [],
		});
	});

	it('finds out when both spellings are set and differ', () => {
		const { findings } = read({ 'policy.email': 'a@b', policy: { email: 'c@d' } });
		expect(findings).toEqual([
			expect.objectContaining({
				column: 'policy.email',
				code: 'contradiction',
				hint: expect.stringMatching(/header of a file, or an additional column/) as string,
			}),
		]);
	});

	it('takes further tickets and columns, from lists too', () => {
		const json = {
			quote: { data: { protected_element: [{ price: 1 }, { price: 2 }, { price: 3 }] } },
			'policy.data.seat': 'A',
		};
		expect(read(json).cells).toEqual({
			'quote.data.protected_element.0.price': 1,
			'quote.data.protected_element.1.price': 2,
			'quote.data.protected_element.2.price': 3,
			'policy.data.seat': 'A',
		});
	});

	it.each([
		[{ 'policy.frist_name': 'x' }, 'policy.frist_name', "Did you mean 'policy.first_name'?"],
		[{ policy: { frist_name: 'x' } }, 'policy.frist_name', "Did you mean 'policy.first_name'?"],
		[{ email: 'x' }, 'email', "Did you mean 'policy.email'?"],
		[{ policy: { data: { street: 'x' } } }, 'policy.data.street', "'policy.data.customer_street'"],
		[{ quote: { start_date: 'x' } }, 'quote.start_date', "'quote.data.policy_start_date'"],
		[{ policy: { idempotency_key: 'x' } }, 'policy.idempotency_key', "'idempotency_key'"],
		[{ 'Policy.Data.Seat': 'x' }, 'Policy.Data.Seat', "'policy.data.seat'"],
		[{ policy: { files: [{ url: 'x' }] } }, 'policy.files', "'Other Fields' to 'Ignore'"],
		[{ 'policy.files.0.url': 'x' }, 'policy.files.0.url', "'Other Fields' to 'Ignore'"],
		[{ quote: { items: ['x'] } }, 'quote.items', "'Other Fields' to 'Ignore'"],
		[
			{ 'quote.data.protected_element.price': 1 },
			'quote.data.protected_element.price',
			'Put the number of the ticket',
		],
		[
			{ 'quote.data.max_ticket_price.2.single_band': 1 },
			'quote.data.max_ticket_price.2.single_band',
			"Did you mean 'quote.data.max_ticket_price.2.single_banded'?",
		],
		[
			{ 'protected_element.7.price': 1 },
			'protected_element.7.price',
			"Did you mean 'quote.data.protected_element.7.price'?",
		],
		[{ quote: { price: 1 } }, 'quote.price', 'quote.data.protected_element.<number>.price'],
		[{ 'policy.data.price': 1 }, 'policy.data.price', 'Put the number of the ticket'],
		[
			{ 'quote.single_banded': 1 },
			'quote.single_banded',
			'quote.data.max_ticket_price.<number>.single_banded',
		],
		[
			{ 'quote.protected_element.4.price': 1 },
			'quote.protected_element.4.price',
			"Did you mean 'quote.data.protected_element.4.price'?",
		],
		[{ price: 1 }, 'price', "set the option 'Other Fields'"],
		[{ crmId: 1 }, 'crmId', "set the option 'Other Fields'"],
		[{ policy: 'text' }, 'policy', "set the option 'Other Fields'"],
		[{ 'policy.data.a b': 1 }, 'policy.data.a b', 'letters, digits, _ and -'],
		[
			{ 'quote.data.protected_element.50.price': 1 },
			'quote.data.protected_element.50.price',
			'0 to 49',
		],
	])('%j is a finding', (json, column, hint) => {
		expect(read(json).findings).toEqual([
			{ column, code: 'unknownColumn', hint: expect.stringContaining(hint) as string },
		]);
	});

	it('takes a date of Luxon for a value, not for an object of fields', () => {
		const seenOn = DateTime.fromISO('2026-01-01');
		expect(read({ policy: { data: { seen_on: seenOn } } }).cells).toEqual({
			'policy.data.seen_on': seenOn,
		});
	});

	it('leaves out other fields on request, but no misspelt column', () => {
		const json = { crmId: 1, email: 'x', 'policy.frist_name': 'y', 'policy.x y': 'z' };
		const { findings, ignored } = read(json, true);
		expect(ignored).toEqual(['crmId', 'email']);
		expect(findings.map(({ column }) => column)).toEqual(['policy.frist_name', 'policy.x y']);
	});

	it('leaves out lists on request', () => {
		const json = { policy: { files: [{ url: 'x' }] }, 'policy.notes.0.text': 'y' };
		const { cells, findings, ignored } = read(json, true);
		expect([cells, findings]).toEqual([{}, []]);
		expect(ignored).toEqual(['policy.files', 'policy.notes.0.text']);
	});

	it.each([
		{ policy: null },
		{ policy: {} },
		{ policy: { files: [] } },
		{ quote: { data: null } },
		{},
	])('has nothing to say of %j', (json) => {
		expect(read(json)).toEqual({ cells: {}, findings: [], ignored: [] });
	});
});
