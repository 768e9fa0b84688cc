import fc from 'fast-check';

import { MAJOR, outcomeOf } from './checkCell';

describe('amounts', () => {
	it.each([
		['3000', '3000'],
		[3000, '3000'],
		[0, '0'],
		[-0, '0'],
		['007', '7'],
		['', ''],
		[30.5, { refused: 'notAmount' }],
		['30.00', { refused: 'notAmount' }],
		['1.234', { refused: 'ambiguousAmount' }],
		['1,234', { refused: 'ambiguousAmount' }],
		['-1', { refused: 'notAmount' }],
		[-1, { refused: 'notAmount' }],
		['30 €', { refused: 'notAmount' }],
		['1234567890123456', { refused: 'unsafeNumber' }],
		[1e21, { refused: 'unsafeNumber' }],
	])('in minor units, %j gives %j', (value, outcome) => {
		expect(outcomeOf('amount', value)).toEqual(outcome);
	});

	it.each([
		['1.234,50', '123450'],
		['1,234.50', '123450'],
		['1.234.567', '123456700'],
		['1.234.567,8', '123456780'],
		["1'234.50", '123450'],
		['1\u00A0234,50', '123450'],
		['12', '1200'],
		['12,5', '1250'],
		['12.50', '1250'],
		['0.29', '29'],
		['0', '0'],
		[12, '1200'],
		[12.5, '1250'],
		[1.15, '115'],
		[4.35, '435'],
		['1.234', { refused: 'ambiguousAmount' }],
		['1,234', { refused: 'ambiguousAmount' }],
		[1.234, { refused: 'notAmount' }],
		[0.1 + 0.2, '30'],
		['0.123', { refused: 'notAmount' }],
		['1.23.4', { refused: 'notAmount' }],
		['1,234,50', { refused: 'notAmount' }],
		['.5', { refused: 'notAmount' }],
		['12.', { refused: 'notAmount' }],
		['EUR 5', { refused: 'notAmount' }],
		['-5', { refused: 'notAmount' }],
		['99999999999999', { refused: 'unsafeNumber' }],
	])('in major units, %j gives %j', (value, outcome) => {
		expect(outcomeOf('amount', value, MAJOR)).toEqual(outcome);
	});

	it('converts every amount of cents exactly, as number and as text', () => {
		fc.assert(
			fc.property(fc.nat(9_999_999_999), (cents) => {
				const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
				expect(outcomeOf('amount', text, MAJOR)).toBe(String(cents));
				expect(outcomeOf('amount', text.replace('.', ','), MAJOR)).toBe(String(cents));
				expect(outcomeOf('amount', Number(text), MAJOR)).toBe(String(cents));
			}),
		);
	});
});
