import { explanationOf, isMessageField, messageOf, normalizeName, unwrap } from './errorText';

/**
 * One object of a payload. A map whose names are idempotency keys or row numbers counts as a list: each of its entries is
 * a node, with its name as `entry`.
 */
export interface PayloadNode {
	/** Of a map's entry, what is filed under its name. */
	value: unknown;
	/** By normalized name. */
	fields: Map<string, unknown>;
	/** The object it lies in, directly or in a list, and the field by whose normalized name it is reached. */
	parent?: PayloadNode;
	field: string;
	/** The list that it is an element of. */
	list?: object;
	/** The name of a map's entry. */
	entry?: string;
	/** 0 for the root. */
	depth: number;
	children: PayloadNode[];
}

/** Filled as their owners like: what they hold says nothing of an import. */
const FREE_FORM = /(?:^|\.)(?:metadata|meta|assets|links|custom(?:data|fields))(?:\.|$)/;

/** Also as the last part of a dotted name, as in the columns of an import file. */
export const KEY_FIELD = /(?:^|\.|by)idempotencykeys?$/;
const KEYS_FIELD = /(?:^|\.|by)idempotencykeys$/;
const ROW_NUMBER = /^(?:row|line|record|index)?[\s#_-]*\d+$/i;
/** What people take for idempotency keys, and what is no name of a field: a UUID, another long code, `order-5597`. */
const KEY_LIKE = /^(?=.*\d)(?:[^\s._]+-[^\s.]+|[\da-f]{16,}|[\dA-Z]{20,})$/;
const ROWS_FIELD =
	/^(?:failed|rejected|invalid)?(?:rows|records|results|items|entries|policies|lines)$/;
const FAILURES_FIELD = /^(?:failed|rejected|failures)$/;

/**
 * All objects of a JSON value, those nearer to its root first, but for free-form fields such as `metadata`. Text that
 * holds a JSON object or list is entered, too. Depth and size are no obstacle.
 */
export function readNodes(payload: unknown): PayloadNode[] {
	const nodes: PayloadNode[] = [];
	for (const node of childrenOf(payload, '', undefined)) nodes.push(node);
	for (const node of nodes) {
		for (const [name, field] of node.fields) {
			for (const child of childrenOf(field, name, node)) {
				node.children.push(child);
				nodes.push(child);
			}
		}
	}
	return nodes;
}

/** Whether a name of a map's entry is a mere number of a row. */
export function isRowNumber(entry: string): boolean {
	return ROW_NUMBER.test(entry);
}

/** The idempotency keys among an object's own fields, each with the normalized name of the field that holds it. */
export function keysOf({ fields }: PayloadNode): Map<string, string> {
	const keys = new Map<string, string>();
	for (const [name, value] of fields) {
		if (!KEY_FIELD.test(name)) continue;
		for (const key of [unwrap(value)].flat()) {
			const text = typeof key === 'string' || typeof key === 'number' ? String(key).trim() : '';
			if (text && !keys.has(text)) keys.set(text, name);
		}
	}
	return keys;
}

/** The objects in a value, those in lists of lists, too. */
function childrenOf(given: unknown, field: string, parent: PayloadNode | undefined): PayloadNode[] {
	const depth = parent ? parent.depth + 1 : 0;
	const found: PayloadNode[] = [];
	const queue = [{ value: unwrap(given), list: undefined as object | undefined }];
	for (const { value, list } of queue) {
		if (typeof value !== 'object' || value === null) continue;
		if (Array.isArray(value)) {
			for (const element of value) queue.push({ value: unwrap(element), list: value });
		} else if (list ? hasNamesOfRows(value, field) : isMapOfRows(value, field)) {
			for (const [entry, content] of Object.entries(value)) {
				found.push({ ...nodeOfEntry(entry, content, field), depth, parent, field, list: value });
			}
		} else {
			found.push({ value, fields: fieldsOf(value), depth, parent, field, list, children: [] });
		}
	}
	return found;
}

/** Whether the names in an object are no fields but stand for rows. */
function isMapOfRows(value: object, field: string): boolean {
	if (hasNamesOfRows(value, field)) return true;
	const isOfRows = ROWS_FIELD.test(field);
	if (!isOfRows && !FAILURES_FIELD.test(field)) return false;
	return Object.entries(value).every(
		([name, content]: [string, unknown]) =>
			(isOfRows ? !isMessageField(normalizeName(name)) : /\d/.test(name)) &&
			hasExplanation(unwrap(content)),
	);
}

function hasNamesOfRows(value: object, field: string): boolean {
	const names = Object.keys(value);
	if (names.length === 0) return false;
	if (KEYS_FIELD.test(field)) return true;
	return (
		names.every((name) => ROW_NUMBER.test(name) || KEY_LIKE.test(name)) &&
		(mayHoldMessages(field) || Object.values(value).every((content) => isObject(unwrap(content))))
	);
}

function hasExplanation(content: unknown): boolean {
	return isObject(content) && explanationOf(fieldsOf(content)) !== '';
}

/** Whether a text in this field, or at the root, is about what went wrong. */
function mayHoldMessages(field: string): boolean {
	return (
		field === '' ||
		isMessageField(field) ||
		KEYS_FIELD.test(field) ||
		ROWS_FIELD.test(field) ||
		FAILURES_FIELD.test(field)
	);
}

function nodeOfEntry(entry: string, content: unknown, field: string) {
	const inside = unwrap(content);
	// A text, a list of texts, or texts by the fields that they are about, is what went wrong with the row.
	if (!isObject(inside)) {
		return { value: content, fields: new Map([['message', content]]), entry, children: [] };
	}
	const fields = fieldsOf(inside);
	if (isMessageField(field) && !explanationOf(fields) && ![...fields.values()].some(isObject)) {
		fields.set('message', messageOf(new Map([['message', inside]])));
	}
	return { value: inside, fields, entry, children: [] };
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: object): Map<string, unknown> {
	const fields = new Map<string, unknown>();
	for (const [name, field] of Object.entries(value) as Array<[string, unknown]>) {
		const normalized = normalizeName(name);
		if (
			!FREE_FORM.test(normalized) &&
			(!fields.has(normalized) || isEmpty(fields.get(normalized)))
		) {
			fields.set(normalized, field);
		}
	}
	return fields;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
