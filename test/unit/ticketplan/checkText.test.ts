import fc from 'fast-check';
import { DateTime } from 'luxon';

import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import { checkCell, MINOR, outcomeOf } from './checkCell';

describe('text', () => {
	it.each([
		['Nick', 'Nick'],
		['', ''],
		[null, ''],
		[undefined, ''],
		['\u200B \u2060', ''],
		['a\u200Db', 'a\u200Db'],
		[' \u00A0\uFEFFÄnne  Maria \t', 'Änne  Maria'],
		['Zu\u0308rich', 'Z\u00FCrich'],
		['two\nlines', 'two\nlines'],
		['a "quoted", text', 'a "quoted", text'],
		['😀', '😀'],
		[44444, '44444'],
		[-1.5, '-1.5'],
		[12n, '12'],
		[0, '0'],
		[true, { refused: 'notText' }],
		[{ a: 1 }, { refused: 'notText' }],
		[['a'], { refused: 'notText' }],
		[new Date(0), { refused: 'notText' }],
		[NaN, { refused: 'notText' }],
		['Order [object Object]', { refused: 'notText' }],
		[2 ** 60, { refused: 'unsafeNumber' }],
		['a\u0000b', { refused: 'controlCharacter' }],
		['a\u0085b', { refused: 'controlCharacter' }],
		['a\uD800b', { refused: 'brokenCharacter' }],
		['M\uFFFDller', { refused: 'brokenCharacter' }],
		['x'.repeat(255), 'x'.repeat(255)],
		['x'.repeat(10_000), 'x'.repeat(10_000)],
		['x'.repeat(10_001), { refused: 'tooLong' }],
	])('%j gives %j', (value, outcome) => {
		expect(outcomeOf('text', value)).toEqual(outcome);
	});

	it.each(['=1+1', '@cmd', '+49', '-5 %'])('warns of %s and leaves it alone', (value) => {
		expect(checkCell('text', value)).toEqual({ outcome: value, warnings: ['formulaStart'] });
	});

	it.each([
		[255, []],
		[256, ['longText']],
	])('warns of a long text: %i characters', (length, warnings) => {
		expect(checkCell('text', 'x'.repeat(length)).warnings).toEqual(warnings);
	});

	it.each([
		['text', true, 'true or false'],
		['text', new Date(0), 'a date'],
		['text', DateTime.now(), 'a date'],
		['date', { a: 1 }, 'an object'],
		['date', ['a'], 'a list'],
	] as const)('says in a column of %s what it is not', (type, value, kind) => {
		const column = { name: 'c', label: 'C', help: 'help', example: 'e', type, required: false };
		expect(makeCheck(column, MINOR)(value, () => undefined)).toMatchObject({
			message: `The value must be text or a number, not ${kind}`,
		});
	});

	it.each(['gb', 'US', 'at', 'dk'])('warns of %s, a country instead of a language', (text) => {
		const outcome = text.toLowerCase();
		expect(checkCell('language', text)).toEqual({ outcome, warnings: ['notAllowed'] });
	});

	it.each(['de', 'EN', 'uk', 'nb', 'se'])('knows the language %s', (text) => {
		expect(checkCell('language', text).warnings).toEqual([]);
	});

	it.each(['03. Mai', '5-Mar', '14. Dez', 'Dec-14', '2027-05-03', '03.05.2027', '5/3/2027'])(
		'warns of the house number %s, which a spreadsheet has made a date',
		(text) => {
			expect(checkCell('houseNumber', text)).toEqual({ outcome: text, warnings: ['sheetTrace'] });
		},
	);

	it.each(['3-5', '12a', '12/14', '12 1/2', 'Mayfair 3', '5 Mars', 'C4, 17', '10115', '1.OG'])(
		'has nothing to say of the house number %s',
		(text) => {
			expect(checkCell('houseNumber', text)).toEqual({ outcome: text, warnings: [] });
		},
	);

	it.each(['0150', '0999', 'NO-0150', '10115', '01067'])(
		'takes the postcode %s as good',
		(text) => {
			expect(checkCell('postcode', text)).toEqual({ outcome: text, warnings: [] });
		},
	);

	it('takes a dash alone for a dash', () => {
		expect(checkCell('text', '-')).toEqual({ outcome: '-', warnings: [] });
	});

	it('gives the same for every text whichever way it takes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
				const { outcome } = checkCell('text', text);
				if (typeof outcome === 'string') expect(outcome).toBe(text.trim());
			}),
		);
	});
});
