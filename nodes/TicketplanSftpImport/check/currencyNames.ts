const CODES = 'EUR USD GBP CHF SEK NOK DKK PLN CZK CAD AUD NZD HUF RON BGN UAH TRY'.split(' ');
/** Currencies of hundredths, as they stand before or behind an amount, and the codes that each may stand for. */
const CODES_OF = new Map<string, readonly string[]>([
	['€', ['EUR']],
	['euro', ['EUR']],
	['euros', ['EUR']],
	['£', ['GBP']],
	['$', ['USD', 'CAD', 'AUD', 'NZD']],
	['us$', ['USD']],
	['ca$', ['CAD']],
	['a$', ['AUD']],
	['nz$', ['NZD']],
	['zł', ['PLN']],
	['kč', ['CZK']],
	['lei', ['RON']],
	['kr', ['SEK', 'NOK', 'DKK']],
	['kr.', ['SEK', 'NOK', 'DKK']],
	['fr', ['CHF']],
	['fr.', ['CHF']],
	['ft', ['HUF']],
	['лв', ['BGN']],
	['лв.', ['BGN']],
	['₴', ['UAH']],
	['грн', ['UAH']],
	['грн.', ['UAH']],
	['₺', ['TRY']],
	['tl', ['TRY']],
	...CODES.map((code) => [code.toLowerCase(), [code]] as const),
]);

/** Each of them, as a part of a regular expression that does not look at letter case. */
export const CURRENCY = `(?:${[...CODES_OF.keys()]
	.sort((a, b) => b.length - a.length)
	.map((name) => name.replace(/[$.]/g, '\\$&'))
	.join('|')})`;

/** The codes of ISO 4217 that the name or sign of a currency may stand for; undefined for one that is not known here. */
export function codesOf(name: string): readonly string[] | undefined {
	return CODES_OF.get(name.trim().toLowerCase());
}
