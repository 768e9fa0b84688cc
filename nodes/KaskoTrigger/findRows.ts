import { explanationOf, fieldsSpeakOfError, normalizeName, saysSuccess, unwrap } from './errorText';
import type { PayloadNode } from './payload';
import { isRowNumber, KEY_FIELD, keysOf } from './payload';

/** Where a row stands in a report. */
export interface ReportedRow {
	node: PayloadNode;
	/** Empty if the report names none. */
	key: string;
	/** Set if the node names the keys of several rows: the field in which they stand. */
	keyField?: string;
}

/** Names that tell which field of a row is wrong, and names that tell which row it is. */
const FIELD_NAME = /^(?:field|column|attribute|property|path|pointer|param|parameter)(?:name)?$/;
const ROW_NAME = /^(?:row|line|record|index|position)(?:number|no|nr|index|id)?$/;
/** Names of lists of rows with which nothing went wrong. */
const SUCCESS_LIST =
	/^(?:imported|succeeded|success(?:es|ful)?|created|accepted|processed)(?:rows|records|items|entries|policies|lines)?$/;
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
	const rows: ReportedRow[] = [];
	const roots = nodes.filter(({ parent }) => !parent);
	const queue = rowsOrNodes(roots, facts).reverse();
	for (let next = queue.pop(); next; next = queue.pop()) {
		if ('key' in next) {
			rows.push(next);
			continue;
		}
		const { own, direct, all } = facts.get(next)!;
		if (typeof direct === 'string' && all === direct) {
			rows.push({ node: next, key: direct });
			continue;
		}
		const names = own.size > 1 ? namesIn(next) : undefined;
		for (const [key, field] of own) rows.push({ node: next, key, keyField: names?.get(field) });
		for (const inside of rowsOrNodes(next.children, facts).reverse()) queue.push(inside);
	}
	return rows;
}

/** Whether a report says plainly that nothing went wrong with a row. */
export function isSuccess({ node, keyField }: ReportedRow): boolean {
	return SUCCESS_LIST.test(node.field) || (!keyField && saysSuccess(node.fields));
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
}

type AllFacts = ReadonlyMap<PayloadNode, Facts>;

function learn(nodes: readonly PayloadNode[]): AllFacts {
	const facts = new Map<PayloadNode, Facts>();
	for (const node of nodes.toReversed()) {
		const own = keysOf(node);
		let speaks = saysWhy(node);
		let direct: Keys;
		for (const key of own.keys()) direct = both(direct, key);
		let listed: Keys;
		for (const child of node.children) {
			const below = facts.get(child)!;
			speaks ||= below.speaks;
			if (!child.list) direct = both(direct, below.direct);
			listed = both(listed, below.all);
		}
		// The name of a map's entry is a key if nothing inside is one, and if the entry is about an error.
		if (both(direct, listed) === undefined && speaks) direct = keyInName(node);
		facts.set(node, { own, direct, all: both(direct, listed), speaks });
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

/** Of what lies in one object: the rows that can be told at once, and the nodes in which to look further. */
function rowsOrNodes(
	siblings: readonly PayloadNode[],
	facts: AllFacts,
): Array<ReportedRow | PayloadNode> {
	const lists = learnLists(siblings, facts);
	return siblings.flatMap((node): ReportedRow | PayloadNode | [] => {
		const { all, speaks } = facts.get(node)!;
		const list = node.list && lists.get(node.list);
		if (all !== undefined || !list) return node;
		const row: ReportedRow = { node, key: '' };
		if (list.keyed) return speaks || !list.speaks || namesRow(node) ? row : [];
		if (speaks) return list.holdsText || isDetail(node) ? [] : row;
		return !list.speaks && namesRow(node) ? row : node;
	});
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
