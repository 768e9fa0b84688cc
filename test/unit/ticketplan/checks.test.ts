import fc from 'fast-check';

import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import type { ColumnType } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { findColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import { EXAMPLE_ROWS } from '../../support/ticketplanRows';
import { checkCell, MINOR, outcomeOf } from './checkCell';

it("passes every cell of KASKO's example rows unchanged", () => {
	for (const row of EXAMPLE_ROWS) {
		for (const [name, value] of Object.entries(row)) {
			const check = makeCheck(findColumn(name)!, MINOR);
			expect([name, check(value, () => undefined)]).toEqual([name, value]);
		}
	}
});

it.each<[ColumnType, unknown, unknown]>([
	['integer', '1', '1'],
	['integer', 5, '5'],
	['integer', '012', '12'],
	['integer', '0', '0'],
	['integer', '1.0', { refused: 'notInteger' }],
	['integer', 1.5, { refused: 'notInteger' }],
	['integer', '-1', { refused: 'notInteger' }],
	['integer', 'one', { refused: 'notInteger' }],
	['integer', '9007199254740993', { refused: 'unsafeNumber' }],
	...['1', 1, true, 'TRUE', 'yes', 'Ja', 'y', 'wahr', 'on'].map(
		(value): [ColumnType, unknown, string] => ['flag', value, '1'],
	),
	...['0', 0, false, 'False', 'no', 'NEIN', 'n', 'falsch', 'off'].map(
		(value): [ColumnType, unknown, string] => ['flag', value, '0'],
	),
	['flag', 'maybe', { refused: 'notBoolean' }],
	['flag', 2, { refused: 'notBoolean' }],
	['flag', null, ''],
	['language', 'DE', 'de'],
	['flag', 't', '1'],
	['flag', 'f', '0'],
	['flag', 'VRAI', '1'],
	['flag', 'Falso', '0'],
	['flag', 'ІСТИНА', '1'],
	['flag', 'FAŁSZ', '0'],
	['language', 'nb', 'nb'],
	['language', 'de-AT', { refused: 'notAllowed' }],
	['orderNumber', 'AB-12/3', 'AB-12/3'],
	['orderNumber', 5597, '5597'],
	['orderNumber', '#5597', { refused: 'notAllowed' }],
	['postcode', '01067', '01067'],
	['postcode', 80331, '80331'],
	['postcode', 'SW1A 1AA', 'SW1A 1AA'],
	['postcode', '1234 AB', '1234 AB'],
	['orderNumber', '5597.0', { refused: 'sheetTrace' }],
	['orderNumber', 5597.5, { refused: 'notAllowed' }],
	['orderNumber', '5597,00', { refused: 'notAllowed' }],
	['orderNumber', '1.23457E+12', { refused: 'sheetTrace' }],
	['orderNumber', '1E10', '1E10'],
	['exact', '1.23457E+12', { refused: 'sheetTrace' }],
	['exact', '1E+05', { refused: 'sheetTrace' }],
	['exact', '5597.0', { refused: 'sheetTrace' }],
	['exact', "'5597", { refused: 'sheetTrace' }],
	['exact', '7.1', '7.1'],
	['postcode', '10115.0', { refused: 'sheetTrace' }],
	['postcode', 10115.5, { refused: 'sheetTrace' }],
	['postcode', '1.0115E4', { refused: 'sheetTrace' }],
	['postcode', '1,0115E+04', { refused: 'sheetTrace' }],
	['postcode', "'01067", { refused: 'sheetTrace' }],
	['postcode', '="01067"', { refused: 'sheetTrace' }],
	['postcode', '=01067', { refused: 'sheetTrace' }],
	['postcode', '"01067"', { refused: 'sheetTrace' }],
	['postcode', '10.115', { refused: 'sheetTrace' }],
	['postcode', '1,067', { refused: 'sheetTrace' }],
	['postcode', '10,115.00', { refused: 'sheetTrace' }],
	['postcode', '1.067,0', { refused: 'sheetTrace' }],
	['postcode', '2E5 1A1', '2E5 1A1'],
	['postcode', '#N/A', { refused: 'sheetError' }],
	['date', '#N/A', { refused: 'sheetError' }],
	['amount', '#WERT!', { refused: 'sheetError' }],
	['name', "O'Brien", "O'Brien"],
	['name', 'Nick\nMalone', { refused: 'lineBreak' }],
	['exact', 'in_1\u200B2', { refused: 'invisibleCharacter' }],
	['orderNumber', 'A\u00AD1', { refused: 'invisibleCharacter' }],
	['email', 'nick\u200B@malone.com', { refused: 'invisibleCharacter' }],
	['email', 'nick.malone@com', 'nick.malone@com'],
])('a cell of type %s: %j gives %j', (type, value, outcome) => {
	expect(outcomeOf(type, value)).toEqual(outcome);
});

it.each<[ColumnType, unknown, string]>([
	['postcode', '1067', 'leadingZeroLost'],
	['postcode', 1067, 'leadingZeroLost'],
	['postcode', 1010, 'leadingZeroLost'],
	['email', 'Nick <nick@malone.com>', 'noEmail'],
	['email', 'a@b.c; d@e.f', 'noEmail'],
	['name', 'Null', 'placeholder'],
	['email', 'nobody', 'noEmail'],
])('warns of a cell of type %s that holds %j', (type, value, code) => {
	expect(checkCell(type, value)).toEqual({ outcome: String(value), warnings: [code] });
});

it('never shows more of a cell than its beginning', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 400 }), (text) => {
			const column = { ...findColumn('policy.data.booking_date')!, required: false };
			const result = makeCheck(column, MINOR)(text, () => undefined);
			if (typeof result !== 'string') {
				expect(result.value?.length).toBeLessThanOrEqual(41);
				expect(result.value).not.toMatch(/\p{Surrogate}/u);
			}
		}),
	);
});

it.each<[name: string, value: unknown, hint: string]>([
	['policy.data.ticket_quantity', '2.0', 'Write 2, without decimals.'],
	['policy.data.ticket_quantity', '02,00', 'Write 2, without decimals.'],
	['policy.data.ticket_quantity', '1.000', 'Write digits only'],
	['policy.data.order_number', '5597.0', 'Keep it as text where it comes from'],
	['policy.data.order_number', 5597.5, 'Keep it as text where it comes from'],
	['policy.data.order_number', '#5597', 'Remove the other characters'],
])('in %s, the advice for %j does no harm', (name, value, hint) => {
	const check = makeCheck(findColumn(name)!, MINOR);
	expect(check(value, () => undefined)).toMatchObject({
		hint: expect.stringContaining(hint) as string,
	});
});
