import fc from 'fast-check';

import { problem } from '../../../nodes/TicketplanSftpImport/finding';
import { RowChecker } from '../../../nodes/TicketplanSftpImport/check/RowChecker';
import { ColumnSet } from '../../../nodes/TicketplanSftpImport/columns/ColumnSet';
import { COLUMNS, DEFAULT_KEY_COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { keyDeriver } from '../../../nodes/TicketplanSftpImport/check/deriveKey';
import { RepeatedKeys } from '../../../nodes/TicketplanSftpImport/check/RepeatedKeys';
import { exampleRow } from '../../support/ticketplanRows';
import { runs } from '../../support/runs';

describe('keyDeriver', () => {
	it('gives the same key for ever', () => {
		expect(keyDeriver(['policy.data.order_number', 'policy.first_name'])(['5597', 'Nick'])).toBe(
			'8bde861c-174a-5b4d-a055-5603c17fa01b',
		);
	});

	it.each([
		[
			['a', 'b'],
			['1', ''],
			['a', 'b'],
			['', '1'],
		],
		[
			['a', 'b'],
			['1', '2'],
			['a', 'c'],
			['1', '2'],
		],
		[
			['a', 'b'],
			['12', '3'],
			['a', 'b'],
			['1', '23'],
		],
	])('tells %j %j from %j %j', (names, texts, otherNames, otherTexts) => {
		expect(keyDeriver(names)(texts)).not.toBe(keyDeriver(otherNames)(otherTexts));
	});

	it.each([
		['letter case', 'NICK', 'nick'],
		["Unicode's forms", 'M\u00FCller', 'Mu\u0308ller'],
		['a no-break space', 'van\u00A0Dyck', 'van Dyck'],
		['two spaces', 'van  Dyck', 'van Dyck'],
		['a zero-width space', 'Mal\u200Bone', 'Malone'],
		['a soft hyphen', 'Mal\u00ADone', 'malone'],
		['a variation selector and case', 'STRASSE\uFE0F', 'strasse'],
		['an ideographic space', 'a\u3000b', 'A B'],
	])('makes no difference of %s', (_name, one, other) => {
		const key = keyDeriver(['a', 'b'])([one, '1']);
		expect(keyDeriver(['a', 'b'])([other, '1'])).toBe(key);
		expect(keyDeriver(['a', 'b'])([`${other}x`, '1'])).not.toBe(key);
	});

	it('makes no key of nothing', () => {
		expect(keyDeriver(['a', 'b'])(['', ''])).toBeUndefined();
		expect(keyDeriver([])([])).toBeUndefined();
	});
});

describe('RepeatedKeys', () => {
	const addAll = (keys: RepeatedKeys, texts: string[]) =>
		texts.map((text, item) => keys.add(text, { row: item + 1, item }));
	const someTexts = fc.array(fc.string({ maxLength: 3 }), { maxLength: 30 });

	it('gives from the second pass on another row with the key, if there is one', () => {
		fc.assert(
			fc.property(someTexts, (texts) => {
				const others = texts.map((text, item) => {
					const first = texts.indexOf(text);
					const other = first === item ? texts.lastIndexOf(text) : first;
					return other === item ? undefined : { row: other + 1, item: other };
				});
				const keys = new RepeatedKeys();
				expect(addAll(keys, texts)).toEqual(texts.map(() => undefined));
				keys.endFirstPass();
				expect(keys.needsSecondPass).toBe(new Set(texts).size < texts.length);
				expect(addAll(keys, texts)).toEqual(others);
				expect(addAll(keys, texts)).toEqual(others);
			}),
			runs(50),
		);
	});

	it('suspects no key among many without reason', () => {
		const keys = new RepeatedKeys();
		for (let n = 1; n <= 300_000; n++) keys.add(`key-${n}`, { row: n, item: 0 });
		keys.endFirstPass();
		expect(keys.needsSecondPass).toBe(false);
	});
});

it('does not say of a cell that could not be read that it is empty, too', () => {
	const settings = { amounts: 'minor', dateFormats: [], keyColumns: [] } as const;
	const checker = new RowChecker(new ColumnSet(false), settings);
	const cells = COLUMNS.map(({ name, example }) => (name === 'policy.email' ? '' : example));
	const unread = problem({
		column: 'policy.email',
		code: 'notResolved',
		value: '',
		message: 'no result',
		hint: 'Correct it.',
	});
	expect(checker.check({ row: 1, item: 0, cells, findings: [unread] })).toMatchObject({
		findings: [{ code: 'notResolved' }],
	});
});

describe('the keys of a run', () => {
	const SETTINGS = { amounts: 'minor', dateFormats: [], keyColumns: DEFAULT_KEY_COLUMNS } as const;

	function check(rows: Array<Record<string, unknown>>, settings = {}) {
		const columns = new ColumnSet(false);
		const checker = new RowChecker(columns, { ...SETTINGS, ...settings });
		return rows.map((json, item) => {
			const cells = COLUMNS.map(({ name }) => json[name]);
			const result = checker.check({ row: item + 1, item, cells, findings: [] });
			return 'findings' in result ? result.findings : result.texts[columns.keyIndex];
		});
	}

	it('are the same in every run, and stay when a price or an address is corrected', () => {
		const [key] = check([exampleRow('A1')]);
		expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
		expect(check([exampleRow('A1')])).toEqual([key]);
		const corrected = {
			'quote.data.protected_element.1.price': 9999,
			'policy.email': 'new@example.com',
			'policy.data.customer_street': 'Other street',
		};
		expect(check([exampleRow('A1', corrected)])).toEqual([key]);
		expect(check([exampleRow('A2')])).not.toEqual([key]);
		expect(check([exampleRow('A1', { 'policy.first_name': 'Eve' })])).not.toEqual([key]);
	});

	it('do not depend on how a value is spelt', () => {
		const [key] = check([exampleRow('A1')]);
		const spelt = { 'policy.data.event_start_date': '02.12.2022', 'policy.first_name': ' Nick ' };
		expect(check([exampleRow('A1', spelt)])).toEqual([key]);
		const reversed = { keyColumns: [...DEFAULT_KEY_COLUMNS].reverse() };
		expect(check([exampleRow('A1')], reversed)).toEqual([key]);
	});

	it('are taken from the row where it has one', () => {
		expect(check([exampleRow('A1', { idempotency_key: ' mine ' })])).toEqual(['mine']);
	});

	it('are random on request, and the same in a second pass', () => {
		const rows = [exampleRow('A1'), exampleRow('A1')];
		const keys = check(rows, { randomSeed: 'seed' });
		expect(new Set(keys).size).toBe(2);
		expect(check(rows, { randomSeed: 'seed' })).toEqual(keys);
		expect(check(rows, { randomSeed: 'other' })).not.toEqual(keys);
	});

	it('are a finding when there is nothing to make one of', () => {
		const keyColumns = ['policy.data.insurance_quantity'];
		const row = exampleRow('A1', { 'policy.data.insurance_quantity': '' });
		const findings = (names: string[]) => [
			expect.objectContaining({
				code: 'noKey',
				message: expect.stringContaining(names.join(', ') || "'Key Columns' has none") as string,
			}),
		];
		for (const names of [keyColumns, ['policy.data.ordernumber'], []]) {
			expect(check([row], { keyColumns: names })[0]).toEqual(findings(names));
		}
	});
});
