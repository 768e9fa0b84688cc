/** Where KASKO's APIs carry what went wrong, and what is said first. */
const FIRST_MESSAGES = ['errormessage', 'message', 'error'];
/** Other names for it, in the words that are usual. */
const MESSAGE_FIELD =
	/^(?:(?:import|row|record|line|validation|api)?(?:err(?:or)?|fail(?:ure)?|reject(?:ion)?|refusal|exception|fault|problem|issue|violation)s?(?:messages?|msgs?|texts?|strings?|desc(?:ription)?s?|reasons?|details?|info)?|(?:validation|import)?messages?|msgs?)$/;

/** Where a text may be that is about an error, once it is known that there is one. */
const REASON_FIELDS = [
	'detail',
	'details',
	'description',
	'reason',
	'title',
	'cause',
	'explanation',
	'text',
	'validation',
	'statusmessage',
	'statustext',
	'statusreason',
];

/** No error that means something to a reader lies deeper. */
const MAX_DEPTH = 6;

/** Words of the name of an event, or of a status, that say that something went wrong. */
const FAULT_WORD =
	/(?<!(?:^|[^a-z])t)error|fail|reject|refus|invalid|declin|denied|exception|problem|abort|crash|malform|corrupt|conflict|duplicate|mismatch|missing|discard|dropped|skipp|forbidden|timed?[._\s-]?out|critical|fatal|un(?:able|process|success|import|readable|accept|support|insurable)|in(?:eligible|complete|sufficient)|(?:can|could|did)[._\s-]?n.?t|(?:can|could|did)[._\s-]?not|not?n?[._\s-]?(?:imported|created|processed|accepted|transmutable|valid|insured|inserted|saved)/i;
const NO_FAULT = /(?:^|[^a-z\d])(?:no|without|zero|0)[._\s-]*(?:error|fail|problem)/i;
/** What stands alone as a status. */
const FAULT_STATUS = /^(?:n?ko|nok|bad)$/i;
/** Names of fields that say so, unless they are empty. */
const FAULT_FIELD =
	/^(?:has|is|import|row)?(?:errors?|errormessages?|fail(?:ed|ures?)?|reject(?:ed|ions?)|refus(?:ed|als?)|invalid|exceptions?|violations?|validationerrors?|problems?|faults?)(?:at|codes?|types?|counts?|reasons?|rows?|records?|lines?|polic(?:y|ies)|texts?|details?|list)?$/;
/** Names of fields that say so when they are false. */
const GOOD_FIELD =
	/^(?:is|was)?(?:success(?:ful)?|succeeded|ok|imported|valid|accepted|created|processed|inserted|saved|issued)$/;
/** Of these, those that say that all is well when they are true. */
const SUCCESS_FIELD = /^(?:is|was)?(?:success(?:ful)?|succeeded|ok|imported)$/;
const STATUS_FIELD =
	/^(?:import|row)?(?:status|state|result|outcome|level|severity|type|kind|event|eventname|eventtype|topic)$/;
const SUCCESS_STATUS = /^(?:ok|success|succeeded|successful|created|imported|accepted)$/i;
/** Names of fields that may hold a status of HTTP. */
const HTTP_STATUS_FIELD = /^(?:(?:http)?status(?:code)?|http(?:code|error)|responsecode)$/;
const HTTP_ERROR = /^[45]\d\d$/;

export function isMessageField(name: string): boolean {
	return FIRST_MESSAGES.includes(name) || MESSAGE_FIELD.test(name);
}

/** The error message among an object's own fields (by normalized name), empty if there is none. */
export function messageOf(fields: ReadonlyMap<string, unknown>): string {
	return textOf(fields, messageFieldsOf(fields.keys()));
}

/** For an object that is known to be about an error: its message or its reason, or empty. */
export function explanationOf(fields: ReadonlyMap<string, unknown>): string {
	return messageOf(fields) || textOf(fields, REASON_FIELDS) || codeOfField(fields);
}

/** As in the errors of KASKO's REST API: `{"code": "invalid_value", "field": "vin"}`. */
function codeOfField(fields: ReadonlyMap<string, unknown>): string {
	const [field, code] = [fields.get('field'), fields.get('code')];
	return typeof field === 'string' && typeof code === 'string' && code ? `${field}: ${code}` : '';
}

/** Whether the name of an event, or of a status, speaks of an error. */
export function nameSpeaksOfError(name: string): boolean {
	return (FAULT_WORD.test(name) && !NO_FAULT.test(name)) || FAULT_STATUS.test(name.trim());
}

/** Whether an object's own fields speak of an error, be it only by a code or a flag. */
export function fieldsSpeakOfError(fields: ReadonlyMap<string, unknown>): boolean {
	for (const [name, value] of fields) {
		if (FAULT_FIELD.test(name) && isFilled(value)) return true;
		if (GOOD_FIELD.test(name) && isFalse(value)) return true;
		if (STATUS_FIELD.test(name) && typeof value === 'string' && nameSpeaksOfError(value)) {
			return true;
		}
		if (HTTP_STATUS_FIELD.test(name) && isWord(value) && HTTP_ERROR.test(String(value)))
			return true;
	}
	return messageOf(fields) !== '';
}

/** Whether an object says plainly that all went well with it; undefined if it says neither that nor the contrary. */
export function tellsSuccess(fields: ReadonlyMap<string, unknown>): boolean | undefined {
	let success: true | undefined;
	for (const [name, value] of fields) {
		if (FAULT_FIELD.test(name) && isFilled(value)) return false;
		if (GOOD_FIELD.test(name) && isFalse(value)) return false;
		if (SUCCESS_FIELD.test(name) && (value === true || value === 'true')) success = true;
		if (!STATUS_FIELD.test(name) || typeof value !== 'string') continue;
		if (nameSpeaksOfError(value)) return false;
		if (SUCCESS_STATUS.test(value.trim())) success = true;
	}
	return success;
}

/** Whether an object has a field for errors with nothing in it: `{"error": null}`. An empty text may be a table's empty cell. */
export function tellsNoError(fields: ReadonlyMap<string, unknown>): boolean {
	const places = [...fields].filter(([name]) => FAULT_FIELD.test(name));
	const isEmpty = places.every(([, value]) => typeof value !== 'string' && !isFilled(value));
	return places.length > 0 && isEmpty;
}

/** What has a text of its own: an object may have a `toString` that is no function. */
export function isWord(value: unknown): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
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

/** The names among them by which a message goes, those first that KASKO uses. */
function messageFieldsOf(names: Iterable<string>): string[] {
	const found = [...names].filter(isMessageField);
	const first = FIRST_MESSAGES.filter((name) => found.includes(name));
	return [...first, ...found.filter((name) => !first.includes(name))];
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
		[...messageFieldsOf(byName.keys()), ...REASON_FIELDS]
			.map((name) => byName.get(name))
			.find(Boolean) ??
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
	if (typeof value === 'string') return !/^(?:0|false|none|null|no)?$/i.test(value.trim());
	if (typeof value !== 'object' || value === null) return Boolean(value);
	return depth < MAX_DEPTH && Object.values(value).some((inside) => isFilled(inside, depth + 1));
}
