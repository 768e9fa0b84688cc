import { explanationOf, isMessageField, messageOf, normalizeName, unwrap } from './errorText';
import { untable } from './tables';

/**
 * One object of a payload. Where a name in an object is no field but an idempotency key or the number of a row, what it names
 * is an element of a list, so to say: a node of its own, with that name as `entry`.
 */
export interface PayloadNode {
	/** Of an entry, what is filed under its name. */
	value: unknown;
	/** By normalized name; without entries and free-form fields. */
	fields: Map<string, unknown>;
	/** The object it lies in, directly or in a list, and the field by whose normalized name it is reached. */
	parent?: PayloadNode;
	field: string;
	/** The list that it is an element of. */
	list?: object;
	/** The name by which it is an entry. */
	entry?: string;
	/** The names of its own entries. */
	entries: readonly string[];
	/** 0 for the root. */
	depth: number;
	children: PayloadNode[];
}

/** Filled as their owners like: what they hold says nothing of an import. */
const FREE_FORM =
	/metadata(?:\.|$)|(?:^|\.)(?:meta|assets|links|tags|labels|annotations|notes?|comments?|extras?|custom|(?:custom|extra|additional|user)(?:data|fields?|attributes?|properties|values?|info(?:rmation)?))(?:\.|$)/;

/** Also as the last part of a dotted name, as in the columns of an import file. */
export const KEY_FIELD =
	/(?:^|\.|by|x|row|record|line|item|policy|import|request|failed|rejected|invalid)idempotency(?:keys?|ids?)$/;
const KEYS_FIELD = /idempotency(?:keys|ids)$/;
/** An object of this name, and where the key is in it. */
const KEY_OBJECT = /(?:^|\.)idempotency(?:key)?$/;
const KEY_IN_OBJECT = /^(?:keys?|ids?|uuid|value)$/;
const ROW_NUMBER = /^(?:row|line|record|index)?[\s#_-]*\d+$/i;
/** What people take for idempotency keys, and what is no name of a field: a UUID, another long code, `order-5597`; no whole text. */
const KEY_LIKE = /^(?!.{256})(?=.*\d)(?:[^\s._]+-[^\s.]+|[\da-f]{16,}|[\dA-Z]{20,})$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const ROWS_FIELD =
	/^(?:failed|rejected|invalid)?(?:rows|records|results|items|entries|policies|lines)$/;
const FAILURES_FIELD =
	/^(?:failures|(?:failed|rejected|invalid)(?:rows|records|items|entries|policies|lines)?)$/;

/**
 * All objects of a JSON value, those nearer to its root first, but for free-form fields such as `metadata`. Text that
 * holds a JSON object or list is entered, too. Depth and size are no obstacle.
 */
export function readNodes(payload: unknown): PayloadNode[] {
	const nodes = nodesIn(payload, '');
	for (const node of nodes) {
		const { fields, entries, children } = node;
		for (const [name, field] of fields) {
			for (const child of nodesIn(field, name, node)) children.push(child);
		}
		for (const entry of entries) children.push(toEntry(node, entry));
		for (const child of children) nodes.push(child);
	}
	return nodes;
}

/** Whether the name of an entry is a mere number of a row. */
export function isRowNumber(entry: string): boolean {
	return ROW_NUMBER.test(entry);
}

/** Most objects have none. */
const NO_KEYS = new Map<string, string>();

/** The idempotency keys among an object's own fields, each with the normalized name of the field that holds it. */
export function keysOf({ fields, field }: PayloadNode): Map<string, string> {
	let keys = NO_KEYS;
	const isKeyObject = KEY_OBJECT.test(field);
	for (const [name, value] of fields) {
		const isKeyField = KEY_FIELD.test(name) || (isKeyObject && KEY_IN_OBJECT.test(name));
		if (!isKeyField && !listsKeys(name, value)) continue;
		for (const key of [unwrap(value)].flat()) {
			const text = isKey(key) ? String(key).trim() : '';
			if (!text || keys.has(text)) continue;
			if (keys === NO_KEYS) keys = new Map();
			keys.set(text, name);
		}
	}
	return keys;
}

/** Whether it is a list of nothing but what people take for keys, under a name for rows that failed. */
function listsKeys(name: string, value: unknown): boolean {
	return (
		Array.isArray(value) &&
		FAILURES_FIELD.test(name) &&
		value.every((key) => typeof key === 'string' && KEY_LIKE.test(key))
	);
}

/** A number so long that it has lost digits could be the key of another row. */
function isKey(value: unknown): value is string | number {
	return typeof value === 'string' || (typeof value === 'number' && Math.abs(value) < 2 ** 53);
}

/** The objects in a value, those in lists of lists, too. */
function nodesIn(given: unknown, field: string, parent?: PayloadNode): PayloadNode[] {
	const depth = parent ? parent.depth + 1 : 0;
	const found: PayloadNode[] = [];
	const queue = [{ value: objectsIn(given), list: undefined as object | undefined }];
	for (const { value, list } of queue) {
		if (Array.isArray(value)) {
			for (const element of value) queue.push({ value: objectsIn(element), list: value });
		} else if (isObject(value)) {
			const entries = list ? entriesOfElement(value, field) : entriesOf(value, field);
			const fields = isRowData(field, parent) ? keyFieldsOf(value) : fieldsOf(value, entries);
			found.push({ value, fields, entries, parent, field, list, depth, children: [] });
		}
	}
	return found;
}

function objectsIn(value: unknown): unknown {
	return untable(unwrap(value));
}

function toEntry(parent: PayloadNode, entry: string): PayloadNode {
	const { value: list, depth } = parent;
	const content = (list as Record<string, unknown>)[entry];
	const value = unwrap(content);
	const entries = isObject(value) ? entriesOf(value, undefined) : [];
	return {
		value: isObject(value) ? value : content,
		fields: fieldsOfEntry(value, entries, parent.field),
		entries,
		entry,
		parent,
		field: normalizeName(entry),
		list: list as object,
		depth: depth + 1,
		children: [],
	};
}

/** A text, a list, or texts by the fields that they are about: that is what went wrong with the row. */
function fieldsOfEntry(value: unknown, entries: readonly string[], mapField: string) {
	if (!isObject(value)) return new Map([['message', value]]);
	const fields = fieldsOf(value, entries);
	if (isMessageField(mapField) && !explanationOf(fields) && ![...fields.values()].some(isObject)) {
		fields.set('message', messageOf(new Map([['message', value]])));
	}
	return fields;
}

/**
 * The names in an object that stand for rows.
 * @param field By which it is reached, '' for the root, undefined for an element of a list.
 */
function entriesOf(value: object, field: string | undefined): string[] {
	const names = Object.keys(value);
	const holdsRows = field !== undefined && mayHoldRows(field);
	const holdsObject = (name: string) => isObject(unwrap((value as Record<string, unknown>)[name]));
	if (names.every((name) => ROW_NUMBER.test(name) || KEY_LIKE.test(name))) {
		return holdsRows || names.every(holdsObject) ? names : [];
	}
	if (holdsRows && (KEYS_FIELD.test(field) || areReports(value, field))) return names;
	return names.filter((name) =>
		field !== undefined && isMessageField(field)
			? KEY_LIKE.test(name)
			: UUID.test(name) && (holdsRows || holdsObject(name)),
	);
}

/** `[{"<idempotency key>": "No email"}, …]`: only what nothing else looks like is taken for a key here. */
function entriesOfElement(value: object, listField: string): string[] {
	const names = Object.keys(value);
	const areKeys = mayHoldRows(listField) && names.every((name) => UUID.test(name));
	return areKeys ? names : entriesOf(value, undefined);
}

/** Whether names that may be anything stand for rows, since each names what went wrong with something. */
function areReports(value: object, field: string): boolean {
	const isOfRows = ROWS_FIELD.test(field);
	const isOfFailures = FAILURES_FIELD.test(field);
	const isReport = ([name, given]: [string, unknown]): boolean => {
		const content = unwrap(given);
		if (typeof content === 'string') return isOfFailures && /\d/.test(name) && content !== '';
		if (isOfRows ? isMessageField(normalizeName(name)) : !/\d/.test(name)) return false;
		return isObject(content) && explanationOf(fieldsOf(content, [])) !== '';
	};
	return (isOfRows || isOfFailures) && Object.entries(value).every(isReport);
}

/** Whether what lies in this field, or at the root, may be about rows, be it only a text. */
function mayHoldRows(field: string): boolean {
	return (
		field === '' ||
		isMessageField(field) ||
		[KEYS_FIELD, ROWS_FIELD, FAILURES_FIELD].some((names) => names.test(field))
	);
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: object, entries: readonly string[]): Map<string, unknown> {
	const fields = new Map<string, unknown>();
	const others = entries.length > 0 ? new Set(entries) : undefined;
	for (const [name, field] of Object.entries(value) as Array<[string, unknown]>) {
		const normalized = normalizeName(name);
		if (others?.has(name) || FREE_FORM.test(normalized)) continue;
		if (!fields.has(normalized) || isEmpty(fields.get(normalized))) fields.set(normalized, field);
	}
	return fields;
}

/** `policy.data` and `quote.data`: columns of a row, which may be named and filled as their owners like. */
function isRowData(field: string, parent?: PayloadNode): boolean {
	return field === 'data' && (parent?.field === 'policy' || parent?.field === 'quote');
}

function keyFieldsOf(value: object): Map<string, unknown> {
	return new Map([...fieldsOf(value, [])].filter(([name]) => KEY_FIELD.test(name)));
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
