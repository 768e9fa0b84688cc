/** Where an object carries what went wrong. KASKO's APIs use the first three. */
const MESSAGE_FIELDS = [
	'errormessage',
	'message',
	'error',
	'errordescription',
	'errortext',
	'errorreason',
	'errordetail',
	'errordetails',
	'failure',
	'failuremessage',
	'failurereason',
	'rejectionreason',
	'exception',
	'importerror',
	'errormessages',
	'messages',
	'errors',
	'importerrors',
	'validationerrors',
	'violations',
	'failures',
];

/** Where a text may be that is about an error, once it is known that there is one. */
const REASON_FIELDS = ['detail', 'details', 'description', 'reason', 'title'];

/** No error that means something to a reader lies deeper. */
const MAX_DEPTH = 6;

/** Words of an event's name that say that something went wrong. */
const EVENT_NAME =
	/error|fail|reject|refus|invalid|declin|denied|exception|unable|unprocess|unsuccess|not?n?[._\s-]?(?:imported|created|processed|accepted|transmutable|valid)/i;
/** Names of fields that say so, unless they are empty. */
const FAULT_FIELD =
	/^(?:has|is|import|row)?(?:errors?|errormessages?|fail(?:ed|ures?)?|reject(?:ed|ions?)|refus(?:ed|als?)|invalid|exceptions?|violations?|validationerrors?)(?:at|codes?|types?|counts?|reasons?|rows?|records?|lines?|polic(?:y|ies)|texts?|details?|list)?$/;
/** Names of fields that say so when they are false, and words that say so as a status. */
const SUCCESS_FIELD = /^(?:is)?(?:success(?:ful)?|succeeded|ok|imported)$/;
const STATUS_FIELD = /^(?:import|row)?(?:status|state|result|outcome|level|severity|type|kind)$/;
const FAULT_STATUS =
	/^(?:error|fail(?:ed|ure)|reject(?:ed)?|refused|invalid|declined|denied|critical|fatal)$/i;
const SUCCESS_STATUS = /^(?:ok|success|succeeded|successful|created|imported|accepted)$/i;

export function isMessageField(name: string): boolean {
	return MESSAGE_FIELDS.includes(name);
}

/** The error message among an object's own fields (by normalized name), empty if there is none. */
export function messageOf(fields: ReadonlyMap<string, unknown>): string {
	return textOf(fields, MESSAGE_FIELDS);
}

/** For an object that is known to be about an error: its message or its reason, or empty. */
export function explanationOf(fields: ReadonlyMap<string, unknown>): string {
	return messageOf(fields) || textOf(fields, REASON_FIELDS);
}

/** Whether the name of an event speaks of an error. */
export function nameSpeaksOfError(event: string): boolean {
	return EVENT_NAME.test(event);
}

/** Whether an object's own fields speak of an error, be it only by a code or a flag. */
export function fieldsSpeakOfError(fields: ReadonlyMap<string, unknown>): boolean {
	for (const [name, value] of fields) {
		if (FAULT_FIELD.test(name) && isFilled(value)) return true;
		if (SUCCESS_FIELD.test(name) && isFalse(value)) return true;
		if (STATUS_FIELD.test(name) && typeof value === 'string' && FAULT_STATUS.test(value.trim())) {
			return true;
		}
	}
	return messageOf(fields) !== '';
}

/** Whether an object says plainly that nothing went wrong with it. */
export function saysSuccess(fields: ReadonlyMap<string, unknown>): boolean {
	let success = false;
	for (const [name, value] of fields) {
		if (FAULT_FIELD.test(name) && isFilled(value)) return false;
		if (SUCCESS_FIELD.test(name)) {
			if (isFalse(value)) return false;
			success ||= value === true || value === 'true';
		}
		if (STATUS_FIELD.test(name) && typeof value === 'string') {
			success ||= SUCCESS_STATUS.test(value.trim());
		}
	}
	return success;
}

/** In lower case and without `_`, `-` and spaces: one spelling for all. */
export function normalizeName(name: string): string {
	return name.toLowerCase().replace(/[_\-\s]/g, '');
}

/** The object or list in a text of JSON; whatever else comes as it is. */
export function unwrap(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
	try {
		return JSON.parse(value);
	} catch {
		return value;
	}
}

function textOf(fields: ReadonlyMap<string, unknown>, names: readonly string[]): string {
	return join(names.filter((name) => fields.has(name)).map((name) => toText(fields.get(name))));
}

/** An error as a sentence: `{"vin": ["is required"]}` becomes `vin: is required`. */
function toText(given: unknown, depth = 0): string {
	const error = unwrap(given);
	if (typeof error === 'string') return error.trim();
	if (typeof error !== 'object' || error === null || depth === MAX_DEPTH) return '';
	if (Array.isArray(error)) return join(error.map((element) => toText(element, depth + 1)));

	const texts = Object.entries(error).map(([name, field]: [string, unknown]) => ({
		name,
		normalized: normalizeName(name),
		text: toText(field, depth + 1),
		field,
	}));
	const byName = new Map(texts.map(({ normalized, text }) => [normalized, text]));
	return (
		[...MESSAGE_FIELDS, ...REASON_FIELDS].map((name) => byName.get(name)).find(Boolean) ??
		join(
			texts.map(({ name, normalized, text, field }) => {
				const said = text || (isCode(field) && !isMessageField(normalized) ? String(field) : '');
				return said && `${name}: ${said}`;
			}),
		)
	);
}

function isCode(value: unknown): value is number {
	return typeof value === 'number' && value !== 0;
}

/** Texts as one, each once. */
export function join(texts: readonly string[]): string {
	return [...new Set(texts.filter(Boolean))].join('; ');
}

function isFalse(value: unknown): boolean {
	return value === false || value === 'false';
}

/** Whether anything is in a value but emptiness: `{}`, `[null]`, `0`, `false`. */
function isFilled(given: unknown, depth = 0): boolean {
	const value = unwrap(given);
	if (typeof value === 'string') return !/^\s*(?:|0|false|none|null|no)\s*$/i.test(value);
	if (typeof value !== 'object' || value === null) return Boolean(value);
	return depth < MAX_DEPTH && Object.values(value).some((inside) => isFilled(inside, depth + 1));
}
