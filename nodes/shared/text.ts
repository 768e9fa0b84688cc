const SHOWN = 40;
const LONGEST = 500;

/** A number with its noun: `1 row`, `2 rows`. `many` where an s does not make the plural. */
export function count(number: number, one: string, many = `${one}s`): string {
	return `${number} ${number === 1 ? one : many}`;
}

/** The first lines of a list, and how many more there are; `total` where not all of them are at hand. */
export function listUpTo(
	limit: number,
	lines: readonly string[],
	total: number = lines.length,
): string[] {
	const named = lines.slice(0, limit);
	return total > named.length ? [...named, `… and ${total - named.length} more`] : named;
}

/** What is wrong with a value, the value, and how to mend it: `The value is not an email address ('nick'). Write …` */
export function toSentence(finding: { message: string; value?: string; hint: string }): string {
	const { message, value, hint } = finding;
	return `${message}${value ? ` ('${value}')` : ''}. ${hint}`;
}

/** A text for the places where n8n's editor shows HTML: each line stays one, and nothing in it is taken for a tag. */
export function toHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>\n');
}

/** Why something failed, in the words of whoever threw it, which are cut. Throws nothing itself, whatever was thrown. */
export function reasonOf(error: unknown): string {
	try {
		return cutText(String(error instanceof Error ? error.message : error));
	} catch {
		return 'an error without words';
	}
}

/** A text from outside as messages show it: of a certain length at most, never cut in the middle of a character. */
export function cutText(text: string, longest = LONGEST): string {
	return text.length > longest
		? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`
		: text;
}

/** What colours a terminal or moves its cursor (ECMA-48, 5.4), from its first character on, which is no white space. */
const CONTROL_SEQUENCE = /(?:(?!\s)\p{Cc}\[|\u009b)[0-?]*[ -/]*[@-~]/gu;

/** A text from outside without what can't be seen, turns a text round or colours a terminal; its white space stays. */
export function plain(text: string): string {
	return text.replace(CONTROL_SEQUENCE, '').replace(/(?!\s)\p{C}/gu, '');
}

/** A server's own words as messages quote them: plain, on one line, and cut. */
export function quoted(words: string): string {
	const start = words.slice(0, 4 * LONGEST); // a server may send megabytes
	return cutText(plain(start).replace(/\s+/g, ' ').trim());
}

/** What makes several lines of a text, colours a terminal, or turns the text round. */
export const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A value as a message shows it: at most 40 characters, on one line, and an object only by its kind. Throws nothing. */
export function shown(value: unknown): string {
	const text = typeof value === 'object' && value !== null ? kindOf(value) : String(value);
	const line = text
		.replace(/\r\n?|[\n\u2028\u2029]/g, '↵')
		.replace(UNREADABLE, '\uFFFD')
		.replace(/\p{Surrogate}/gu, '\uFFFD');
	// A copy: a mere part of a string would keep the whole block of the file that it was read from.
	const copy = Buffer.from(line.slice(0, SHOWN)).toString();
	return line.length > SHOWN ? `${copy}…` : copy;
}

function kindOf(value: object): string {
	try {
		if (value instanceof Date)
			return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
		return Array.isArray(value) ? 'a list' : 'an object';
	} catch {
		return 'an object';
	}
}

/** With its first letter in upper case. */
export function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
