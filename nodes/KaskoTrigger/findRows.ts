import {
	explanationOf,
	fieldsSpeakOfError,
	isMessageField,
	normalizeName,
	tellsNoError,
	tellsSuccess,
	unwrap,
} from './errorText';
import type { PayloadNode } from './payload';
import { isRowNumber, KEY_FIELD, keysOf } from './payload';

/** Where a row stands in a report. */
export interface ReportedRow {
	node: PayloadNode;
	/** Empty if the report names none. */
	key: string;
	/** Set if the node names several rows by their keys or numbers: the field in which they stand, and what stands there. */
	entry?: { field: string; value: unknown };
	/** Whether the report says plainly that nothing went wrong with it. */
	isSuccess: boolean;
}

/** Names that tell which field of a row is wrong, and names that tell which row it is. */
const FIELD_NAME = /^(?:field|column|attribute|property|path|pointer|param|parameter)(?:name)?$/;
const ROW_NAME = /^(?:row|line|record|index|position)(?:number|no|nr|index|id)?$/;
const PLACE_NAME = /file|import|batch|sheet|livemode/;
/** Names of lists of rows with which nothing went wrong, and of an older row that another one is compared with. */
const SUCCESS_LIST =
	/^(?:(?:duplicate|conflict)s?(?:of|with)|existing(?:policy|row)?|imported|succeeded|success(?:es|ful)?|created|accepted|processed|passed|valid|ok|good)(?:rows|records|items|entries|policies|lines)?$/;
const FAILURE_LIST = /^(?:failed|rejected|invalid|refused|failures?|errors?)/;
/** Names of lists in which each element is a row, and of lists of mere numbers of rows. */
const ROW_LIST = /^(?:failed|rejected|invalid)?(?:rows|records|lines)$/;
const NUMBER_LIST =
	/^(?:failed|rejected|invalid)?(?:row|record|line)(?:s|numbers|nos|indexes|indices)$/;
const ROW_TEXT = /^\W*(?:row|line|record)\s*(?:no\.?|number|#)?\s*\d+\W/i;
/** Reasons that are about nothing else. */
const REASONS = ['reason', 'detail'];

/**
 * The rows that an import error is about, in its order. With a key, a row is the object that holds it, together with what
 * lies around that up to the list or the object that holds others, too. Without one, it is the outermost element of a list
 * that says what went wrong. Empty if the report has no such objects.
 * @param nodes Of the payload, from `readNodes`.
 */
export function findRows(nodes: readonly PayloadNode[]): ReportedRow[] {
	const facts = learn(nodes);
	const successes = new Successes();
	const rows: ReportedRow[] = [];
	const add = (node: PayloadNode, key: string, entry?: ReportedRow['entry']) => {
		const saysNothing = !facts.get(node)!.speaks && tellsNoError(node.fields);
		rows.push({ node, key, entry, isSuccess: successes.of(node) ?? saysNothing });
	};
	const roots = nodes.filter(({ parent }) => !parent);
	const queue = inTurn(roots, facts).reverse();
	for (let next = queue.pop(); next; next = queue.pop()) {
		const { node, isRow } = next;
		const { own, direct, all } = facts.get(node)!;
		if (isRow) add(node, '');
		else if (typeof direct === 'string' && all === direct) add(node, direct);
		else {
			const names = namesIn(node);
			const isList = own.size > 1;
			for (const [key, field] of own) {
				add(node, key, isList ? { field: names.get(field) ?? field, value: key } : undefined);
			}
			for (const [field, value] of all === undefined ? numbersIn(node) : []) {
				add(node, '', { field: names.get(field) ?? field, value });
			}
			queue.push(...inTurn(node.children, facts).reverse());
		}
	}
	return rows;
}

/** What objects say of their success, or what is said where they lie. The outermost object speaks of the call, not of rows. */
class Successes {
	private readonly known = new Map<PayloadNode, boolean | undefined>();

	of(innermost: PayloadNode): boolean | undefined {
		const unread: PayloadNode[] = [];
		let node: PayloadNode | undefined = innermost;
		for (; node && !this.known.has(node); node = node.parent) unread.push(node);
		while (unread.length > 0) this.read(unread.pop()!);
		return this.known.get(innermost);
	}

	private read(node: PayloadNode): void {
		const { parent, field, fields } = node;
		const byName = SUCCESS_LIST.test(field) || (FAILURE_LIST.test(field) ? false : undefined);
		const around = parent?.parent && this.known.get(parent);
		this.known.set(node, tellsSuccess(fields) ?? byName ?? around);
	}
}

/** The rows that a report names by their numbers only, each with the field: `[2, 5]`, `["Row 2: no email", …]`. */
function numbersIn({ fields }: PayloadNode): Array<[string, unknown]> {
	for (const [name, value] of fields) {
		if (!Array.isArray(value)) continue;
		const areNumbers = NUMBER_LIST.test(name) && value.every(isNumber);
		if (!areNumbers && !(isMessageField(name) && value.every(isRowText))) continue;
		return value.map((number: unknown) => [name, number]);
	}
	return [];
}

/** Whether it is a message that begins with the number of the row that it is about. */
export function isRowText(value: unknown): value is string {
	return typeof value === 'string' && ROW_TEXT.test(value);
}

function isNumber(value: unknown): boolean {
	return typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value));
}

/** The names of an object's fields as they came, by normalized name. */
function namesIn({ value }: PayloadNode): Map<string, string> {
	return new Map(Object.keys(Object(value) as object).map((name) => [normalizeName(name), name]));
}

/** The idempotency keys at or below a node. */
type Keys = string | typeof SEVERAL | undefined;
const SEVERAL: unique symbol = Symbol('several');

interface Facts {
	/** Its own keys, and the field of each. */
	own: Map<string, string>;
	/** Reachable without entering a list. */
	direct: Keys;
	all: Keys;
	/** Whether it or something below it says what went wrong. */
	speaks: boolean;
	/** Whether below it is a list of rows, or a list whose elements say which row they are about. */
	rowsBelow: boolean;
	numbersBelow: boolean;
}

type AllFacts = ReadonlyMap<PayloadNode, Facts>;

function learn(nodes: readonly PayloadNode[]): AllFacts {
	const facts = new Map<PayloadNode, Facts>();
	for (const node of nodes.toReversed()) {
		const own = keysOf(node);
		let speaks = saysWhy(node);
		let rowsBelow = false;
		let numbersBelow = numbersIn(node).length > 0;
		let direct: Keys;
		for (const key of own.keys()) direct = both(direct, key);
		let listed: Keys;
		for (const child of node.children) {
			const below = facts.get(child)!;
			speaks ||= below.speaks;
			rowsBelow ||= below.rowsBelow || (child.list !== undefined && ROW_LIST.test(child.field));
			numbersBelow ||=
				below.numbersBelow || (child.list !== undefined && hasName(child.fields, ROW_NAME));
			if (!child.list) direct = both(direct, below.direct);
			listed = both(listed, below.all);
		}
		// The name of a map's entry is a key if nothing inside is one, and if the entry is about an error.
		if (both(direct, listed) === undefined && speaks) direct = keyInName(node);
		const all = both(direct, listed);
		facts.set(node, { own, direct, all, speaks, rowsBelow, numbersBelow });
	}
	return facts;
}

function keyInName({ entry }: PayloadNode): Keys {
	return entry === undefined || isRowNumber(entry) ? undefined : entry.trim();
}

function both(one: Keys, other: Keys): Keys {
	if (one === undefined || one === other) return other;
	return other === undefined ? one : SEVERAL;
}

function saysWhy({ fields }: PayloadNode): boolean {
	if (fieldsSpeakOfError(fields)) return true;
	if (REASONS.some((name) => typeof fields.get(name) === 'string')) return true;
	return hasName(fields, ROW_NAME) && explanationOf(fields) !== '';
}

interface Candidate {
	node: PayloadNode;
	/** Whether it is a row without a key; else there may be rows in it. */
	isRow: boolean;
}

/** Of what lies in one object: the rows that can be told at once, and the nodes in which to look further. */
function inTurn(siblings: readonly PayloadNode[], facts: AllFacts): Candidate[] {
	const lists = learnLists(siblings, facts);
	return siblings.flatMap((node): Candidate | [] => {
		const { all, speaks } = facts.get(node)!;
		const list = node.list && lists.get(node.list);
		const row = { node, isRow: true };
		const further = { node, isRow: false };
		if (all !== undefined || !list) return further;
		if (list.keyed) return speaks || !list.speaks || namesRow(node) ? row : [];
		if (holdsRows(node, facts)) return further;
		if (speaks) return (list.holdsText && !namesRow(node)) || isDetail(node) ? [] : row;
		return namesRow(node) || (!list.speaks && isListed(node, facts)) ? row : further;
	});
}

/** Whether it is no row itself but is about several, which are in it. */
function holdsRows(node: PayloadNode, facts: AllFacts): boolean {
	const { rowsBelow, numbersBelow } = facts.get(node)!;
	return rowsBelow || (numbersBelow && !namesRow(node));
}

/** Whether it lies in a list of rows about which something is said. */
function isListed({ field, parent }: PayloadNode, facts: AllFacts): boolean {
	return ROW_LIST.test(field) && parent !== undefined && facts.get(parent)!.speaks;
}

interface ListFacts {
	/** Whether any element names an idempotency key, or says what went wrong. */
	keyed: boolean;
	speaks: boolean;
	/** Whether it holds messages without an object around them: then all of them are of one row. */
	holdsText: boolean;
}

function learnLists(siblings: readonly PayloadNode[], facts: AllFacts): Map<object, ListFacts> {
	const lists = new Map<object, ListFacts>();
	for (const node of siblings) {
		if (!node.list) continue;
		const { all, speaks } = facts.get(node)!;
		const list = lists.get(node.list) ?? {
			keyed: false,
			speaks: false,
			holdsText: Array.isArray(node.list) && node.list.some(isText),
		};
		list.keyed ||= all !== undefined;
		list.speaks ||= speaks;
		lists.set(node.list, list);
	}
	return lists;
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '' && unwrap(value) === value;
}

/**
 * What is said of one field of a row carries the number of the row: the same for all that is said of this row in its list,
 * in a file say. Undefined for anything else.
 */
export function rowOfDetail({ fields }: PayloadNode): string | undefined {
	if (!hasName(fields, FIELD_NAME)) return undefined;
	const places = [...fields].filter(([name]) => ROW_NAME.test(name) || PLACE_NAME.test(name));
	return places.some(([, value]) => isNumber(value)) ? JSON.stringify(places) : undefined;
}

/** Whether it tells of one field of a row, among others of the same row. */
function isDetail({ fields }: PayloadNode): boolean {
	return hasName(fields, FIELD_NAME) && !hasName(fields, ROW_NAME);
}

/** Whether it tells which row it is about, be it by a key that is empty. */
function namesRow({ fields }: PayloadNode): boolean {
	return hasName(fields, ROW_NAME) || hasName(fields, KEY_FIELD);
}

function hasName(fields: ReadonlyMap<string, unknown>, name: RegExp): boolean {
	for (const field of fields.keys()) if (name.test(field)) return true;
	return false;
}
