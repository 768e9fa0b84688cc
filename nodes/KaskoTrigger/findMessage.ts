import { normalizeName, walkPayload } from './walkPayload';

/** Where an object carries what went wrong. KASKO's APIs use the first three. */
const MESSAGE_FIELDS = [
	'errormessage',
	'message',
	'error',
	'errordescription',
	'failurereason',
	'errormessages',
	'messages',
	'errors',
	'validationerrors',
	'violations',
	'failures',
];

/** Where a text may be that is about an error, once it is known that there is one. */
const REASON_FIELDS = ['detail', 'details', 'description', 'reason', 'title'];

/** Filled as their owner likes: what they hold says nothing of an import. */
const FREE_FORM_FIELDS = ['metadata', 'assets', 'links'];

/** No error that means something to a reader lies deeper. */
const MAX_DEPTH = 6;

/** The error message nearest to the payload's root, empty if there is none. */
export function findMessage(payload: unknown): string {
	return findText(payload, MESSAGE_FIELDS);
}

/** For a payload that is known to be about an error but carries no error message: its reason, or empty. */
export function findReason(payload: unknown): string {
	return findText(payload, REASON_FIELDS);
}

/** The error message among an object's own fields, empty if there is none. */
export function messageOf(fields: Map<string, unknown>): string {
	return textOf(fields, MESSAGE_FIELDS);
}

function findText(payload: unknown, names: string[]): string {
	for (const { fields } of walkPayload(payload, FREE_FORM_FIELDS)) {
		const text = textOf(fields, names);
		if (text) return text;
	}
	return '';
}

function textOf(fields: Map<string, unknown>, names: string[]): string {
	return join(names.map((name) => toText(fields.get(name))));
}

/** An error as a sentence: `{"vin": ["is required"]}` becomes `vin: is required`. */
function toText(error: unknown, depth = 0): string {
	if (typeof error === 'string') return error.trim();
	if (typeof error !== 'object' || error === null || depth === MAX_DEPTH) return '';
	if (Array.isArray(error)) return join(error.map((element) => toText(element, depth + 1)));

	const texts = Object.entries(error).map(
		([name, field]) => [name, toText(field, depth + 1)] as const,
	);
	const byName = new Map(texts.map(([name, text]) => [normalizeName(name), text]));
	return (
		[...MESSAGE_FIELDS, ...REASON_FIELDS].map((name) => byName.get(name)).find(Boolean) ??
		join(texts.map(([name, text]) => text && `${name}: ${text}`))
	);
}

function join(texts: string[]): string {
	return [...new Set(texts.filter(Boolean))].join('; ');
}
