/** A shorter part of Base64 also stands in words. */
const SHORTEST_PART = 8;

/**
 * Takes the API key out of a text, in the spellings in which a server could send it back: plain, in hexadecimal and in Base64, also
 * among other words, each in any letter case and with any of its characters escaped.
 */
export function keyHider(key: string): (text: string) => string {
	if (key === '') return (text) => text;
	const whole = [key, `${key}:`].flatMap((plain) => [plain, toBase64(plain), toHex(plain)]);
	const parts = [0, 1, 2].map((before) => partOfBase64(key, before));
	const longestFirst = [...whole, ...parts.filter(({ length }) => length >= SHORTEST_PART)].sort(
		(a, b) => b.length - a.length,
	);
	const spellings = longestFirst.map(anySpelling).join('|');
	const pattern = new RegExp(`(?:${spellings})(?:=|%(?:25)*3d)*`, 'gi');
	return (text) => text.replace(pattern, '…');
}

function toBase64(text: string): string {
	return Buffer.from(text).toString('base64');
}

function toHex(text: string): string {
	return Buffer.from(text).toString('hex');
}

/** What is always the same in the Base64 of a text that holds the key behind so many other bytes. */
function partOfBase64(key: string, before: number): string {
	const base64 = toBase64('-'.repeat(before) + key);
	const bits = 8 * (before + Buffer.byteLength(key));
	return base64.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
}

/** A pattern of a text each character of which may be written as in a URL, once or twice, in HTML or in JSON. */
function anySpelling(text: string): string {
	return Array.from(text.replace(/=+$/, ''), (character) => {
		const code = character.codePointAt(0) ?? 0;
		const hex = code.toString(16);
		const plain = { '+': '[+-]', '/': '[/_]' }[character] ?? escapeRegExp(character);
		const bytes = Array.from(Buffer.from(character), (byte) => byte.toString(16).padStart(2, '0'));
		const inUrl = bytes.map((byte) => `%(?:25)*${byte}`).join('');
		return `(?:\\\\?${plain}|${inUrl}|&#(?:0*${code}|x0*${hex});|\\\\u${hex.padStart(4, '0')})`;
	}).join('');
}

function escapeRegExp(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
