import fc from 'fast-check';

import {
	nameFile,
	namesContent,
	numberedName,
	readName,
} from '../../../nodes/TicketplanSftpImport/files/importFile';

const hex = (digits: number) =>
	fc
		.array(fc.constantFrom(...'0123456789abcdef'), { minLength: digits, maxLength: digits })
		.map((all) => all.join(''));
const environments = fc.constantFrom('test' as const, 'live' as const);

describe("a file's name", () => {
	it('that is made from the content tells environment and content, numbered or not', () => {
		fc.assert(
			fc.property(
				environments,
				hex(64),
				fc.nat(999),
				fc.nat(9),
				(environment, sha256, number, index) => {
					const name = nameFile({ environment, fileName: '' }, sha256, index, 10);
					const sent = numberedName(name, number + 1);
					expect(readName(sent)).toEqual({ environment, hash: sha256.slice(0, 16) });
					expect(namesContent(sent, environment, sha256)).toBe(true);
					expect(namesContent(sent, environment === 'test' ? 'live' : 'test', sha256)).toBe(false);
				},
			),
		);
	});

	it('differs for other content, and for another number', () => {
		fc.assert(
			fc.property(hex(16), hex(16), fc.nat(99), fc.nat(99), (one, other, first, second) => {
				const name = (hash: string, number: number) =>
					numberedName(
						nameFile({ environment: 'live', fileName: '' }, hash.padEnd(64, '0'), 0, 1),
						number + 1,
					);
				expect(name(one, first) === name(other, second)).toBe(one === other && first === second);
			}),
		);
	});

	it.each([
		'orders.csv',
		'orders-live-202611251200.csv',
		'ticketplan-live-2026.csv',
		'ticketplan-prod-0123456789abcdef.csv',
		'my-ticketplan-test-0123456789abcdef.csv',
	])("of the user's own says nothing: %s", (name) => {
		expect(readName(name)).toBeUndefined();
	});

	it("of the user's own is kept, with numbers where there are several files", () => {
		const naming = { environment: 'test' as const, fileName: 'Orders.CSV' };
		expect(nameFile(naming, 'ab', 0, 1)).toBe('Orders.csv');
		expect(nameFile(naming, 'ab', 1, 2)).toBe('Orders-2.csv');
	});
});
