import fc from 'fast-check';

import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import { findColumn } from '../../../nodes/TicketplanSftpImport/columns/findColumn';
import { checkCell, MAJOR, MINOR, outcomeOf } from './checkCell';

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
		['30,00 €', { refused: 'notAmount' }],
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
		['30.5000', '3050'],
		['30.0000', '3000'],
		['30.500', { refused: 'ambiguousAmount' }],
		['30.5001', { refused: 'notAmount' }],
		['1.23.4', { refused: 'notAmount' }],
		['1,234,50', { refused: 'notAmount' }],
		['.5', { refused: 'notAmount' }],
		['12.', { refused: 'notAmount' }],
		['EUR 5', '500'],
		['30,00 €', '3000'],
		['30,00\u00A0€', '3000'],
		['€30', '3000'],
		['$ 1,234.50', '123450'],
		["CHF 1'234.50", '123450'],
		['30,- €', '3000'],
		['30.– Fr.', '3000'],
		['12.5 Euro', '1250'],
		['30,00 грн.', '3000'],
		['₴30', '3000'],
		['1 234,50 ₺', '123450'],
		['1.234 €', { refused: 'ambiguousAmount' }],
		['€', { refused: 'notAmount' }],
		['€ 30 €', { refused: 'notAmount' }],
		['30 € pro Karte', { refused: 'notAmount' }],
		['30 ¥', { refused: 'minorUnitUnknown' }],
		['JPY 3000', { refused: 'minorUnitUnknown' }],
		['KWD 30.000', { refused: 'minorUnitUnknown' }],
		['-5 €', { refused: 'notAmount' }],
		['30 ct', { refused: 'notAmount' }],
		['-5', { refused: 'notAmount' }],
		['99999999999999', { refused: 'unsafeNumber' }],
	])('in major units, %j gives %j', (value, outcome) => {
		expect(outcomeOf('amount', value, MAJOR)).toEqual(outcome);
	});

	it.each([
		[
			'3000.00',
			'Write 3000 if it is in minor units, or 300000 if 3000.00 stands for euros or the like.',
		],
		[
			'3000.000000',
			'Write 3000 if it is in minor units, or 300000 if 3000.000000 stands for euros or the like.',
		],
		['30.5000', 'Write 3050 if 30.5000 stands for euros or the like.'],
		['0.00', 'Write 0.'],
		[
			1998.9999999999998,
			'It looks like 1999: round it where it comes from, e.g. with Math.round().',
		],
		[3.3000000000000003, 'Write 330 if 3.3000000000000003 stands for euros or the like.'],
		['30 €', 'Write digits only, e.g. 3000 for 30.00.'],
		[
			'1.234',
			'Write 1234 if it is in minor units, or 123400 if 1234.00 euros or the like are meant.',
		],
	])('in minor units, the advice for %j fits', (value, hint) => {
		const check = makeCheck(findColumn('policy.data.order_value')!, MINOR);
		expect(check(value, () => undefined)).toMatchObject({
			hint: expect.stringContaining(hint) as string,
		});
	});

	it.each([
		...['J\u200BPY', '\uFF2A\uFF30\uFF39', '392', '048', 'dinar koweïtien', 'pesos chilenos'],
		...['Rwandan Franc', 'Ugandan shilling', 'isländische Kronen', 'vatu'],
		...['Kuwait-Dinar', 'Burundi-Franc', 'Uganda-Schilling', 'CFA-Franken', 'F CFA', 'CFA'],
		...['íslensk króna', 'islandsk krone', '원'],
		...['¥ (JPY)'],
	])('does not convert amounts in %s', (currency) => {
		expect(outcomeOf('currency', currency, MAJOR)).toEqual({ refused: 'minorUnitUnknown' });
	});

	it.each([
		...['EUR', 'euro', '€', 'CHF', 'Schweizer Franken', 'dansk krone', 'CNY', '978', 'Peso'],
		...['Serbian dinar', 'Yemeni rial', 'Wonder', 'CN¥', 'RMB ¥', '¥ (CNY)'],
	])('converts amounts in %s', (currency) => {
		expect(checkCell('currency', currency, MAJOR)).toEqual({ outcome: currency, warnings: [] });
	});

	it.each(['¥', '￥'])('warns that %s may be yen', (currency) => {
		expect(checkCell('currency', currency, MAJOR).warnings).toEqual(['minorUnitUnknown']);
		expect(checkCell('currency', currency, MINOR).warnings).toEqual([]);
	});

	it('advises a run of their own for currencies without hundredths, so that no other amount changes', () => {
		for (const [name, value] of [
			['policy.data.order_currency', 'JPY'],
			['policy.data.order_value', '3000 JPY'],
		] as const) {
			expect(makeCheck(findColumn(name)!, MAJOR)(value, () => undefined)).toMatchObject({
				hint: expect.stringContaining('in a run of their own') as string,
			});
		}
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

	it.each([...['¥3000', '3000 JPY', 'KWD 30.000', '3,000円', '￥ 3000', '₩3000']])(
		'in major units, says why %s is not converted',
		(value) => {
			expect(outcomeOf('amount', value, MAJOR)).toEqual({ refused: 'minorUnitUnknown' });
		},
	);

	it.each([...['-30', -30, '(30.00)', '30.00-', '−30,00', '€ -30', '-€30']])(
		'says that %s is negative',
		(value) => {
			for (const settings of [MINOR, MAJOR]) {
				const check = makeCheck(findColumn('policy.data.order_value')!, settings);
				expect(check(value, () => undefined)).toMatchObject({
					code: 'notAmount',
					message: 'The value is a negative amount',
				});
			}
		},
	);

	it.each([
		'3 000',
		'1.234.567',
		'3e3',
		'1E+05',
		'3000 ct',
		'3000;',
		'Infinity',
		'3000,-',
		'-3000',
	])('in minor units, does not speak of major ones where %s is not in them', (value) => {
		expect(adviceOn(value)).not.toContain('Major Units');
	});

	const adviceOn = (value: unknown) => {
		const column = findColumn('policy.data.order_value')!;
		const result = makeCheck(column, MINOR)(value, () => undefined);
		return typeof result === 'string' ? result : result.hint;
	};

	it.each([
		[1998.9999999999998, 'It looks like 1999: round it'],
		['1998.9999999999998', 'It looks like 1999: round it'],
		['3000.0', 'Write 3000 if it is in minor units, or 300000 if'],
		['3000,00', 'Write 3000 if it is in minor units, or 300000 if'],
		[30.5, 'Write 3050 if 30.5 stands for euros'],
		['30,50', 'Write 3050 if 30,50 stands for euros'],
		['30 €', 'Write digits only'],
		['30,00 €', "set the option 'Amounts' to 'Major Units'"],
		['3E+03', 'Write digits only'],
	])('in minor units, advises of %j without harm: %s', (value, advice) => {
		expect(adviceOn(value)).toContain(advice);
		expect(adviceOn(value)).not.toMatch(/set .*Amounts.* to major(?! units only if)/i);
	});

	it.each([
		[1.1 * 3, '330'],
		['3.3000000000000003', '330'],
		[19.99 * 3, '5997'],
		['59.97000000000001', '5997'],
		[29.999999999999996, '3000'],
		[2 ** -44, '0'],
		['1.23456789', { refused: 'notAmount' }],
		[1.005, { refused: 'notAmount' }],
		['0.125', { refused: 'notAmount' }],
	])('in major units, takes the dust of a sum off %j: %j', (value, outcome) => {
		expect(checkCell('amount', value, MAJOR)).toEqual({ outcome, warnings: [] });
	});

	it('in major units, gives the sum of prices, in whatever order they were added', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(99_999), { minLength: 1, maxLength: 100 }), (cents) => {
				const sum = cents.reduce((total, price) => total + price / 100, 0);
				const exact = String(cents.reduce((total, price) => total + price, 0));
				expect(outcomeOf('amount', sum, MAJOR)).toBe(exact);
			}),
		);
	});

	it.each([
		'JPY',
		'jpy',
		'Yen',
		'KRW',
		'won',
		'KWD',
		'Kuwaiti Dinar',
		'XOF',
		'CLP',
		'₩',
		'BHD (dinar)',
	])('are not converted in %s, whose unit is no hundredth', (currency) => {
		expect(outcomeOf('currency', currency, MAJOR)).toEqual({ refused: 'minorUnitUnknown' });
		expect(checkCell('currency', currency, MINOR)).toEqual({ outcome: currency, warnings: [] });
	});

	it.each(['EUR', 'euro', 'CHF', 'GBP', '€', 'US Dollar', 'HUF', 'Iceland'])(
		'are converted in %s',
		(currency) => {
			expect(checkCell('currency', currency, MAJOR)).toEqual({ outcome: currency, warnings: [] });
		},
	);

	it('of the single module are converted like all others, and that is said', () => {
		const check = (value: unknown, settings = MAJOR) => checkCell('integer', value, settings, true);
		expect(check('30')).toEqual({ outcome: '3000', warnings: ['minorUnitUnknown'] });
		expect(check(30.5)).toEqual({ outcome: '3050', warnings: ['minorUnitUnknown'] });
		expect(check('')).toEqual({ outcome: '', warnings: [] });
		expect(check('3000', MINOR)).toEqual({ outcome: '3000', warnings: [] });
		expect(findColumn('quote.data.max_ticket_price.7.single_banded')).toMatchObject({
			isMoney: true,
		});
	});
});
