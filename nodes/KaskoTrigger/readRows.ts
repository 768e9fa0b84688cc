import { explanationOf, join, messageOf, normalizeName } from './errorText';
import type { KaskoEvent } from './events';
import type { ReportedRow } from './findRows';
import { findRows, isRowText, rowOfDetail } from './findRows';
import type { PayloadNode } from './payload';

/** What an import error says of one row. */
export type RowReport = Pick<KaskoEvent, 'message' | 'idempotencyKey' | 'livemode' | 'body'>;

/** An error of the whole report stands at each of its rows: no longer than this. */
const LONGEST_SHARED = 500;

const LIVEMODES = new Map<unknown, boolean>([
	[true, true],
	['true', true],
	[1, true],
	['1', true],
	[false, false],
	['false', false],
	[0, false],
	['0', false],
]);

/**
 * What an import error says, row by row. What a row does not say itself is looked for in what lies around it, never in
 * another row. Several reports of one key are one row. If there is only one row, all of the payload is its own.
 * @param nodes Of the payload, from `readNodes`.
 */
export function readRows(nodes: readonly PayloadNode[], payload: KaskoEvent['body']): RowReport[] {
	const found = findRows(nodes);
	const failed = found.filter(({ isSuccess }) => !isSuccess);
	if (found.length === 0) {
		const message =
			nodes.length > 0 ? textIn(nodes.filter(({ parent }) => !parent)) : text(payload);
		return [{ message, idempotencyKey: '', livemode: livemodeIn(nodes), body: payload }];
	}
	const report = new Report(found);
	// Where all are successes, why KASKO calls is not known: none is kept back.
	const told = failed.length > 0 ? failed : found;
	const rows = groupRows(told).map((group) => merge(group.map((row) => report.read(row))));
	const isAlone = rows.length === 1 && (told === found || groupRows(found).length === 1);
	return isAlone ? rows.map((row) => ({ ...row, body: payload })) : rows;
}

/** The first that is told; null if none is. */
export function livemodeIn(nodes: Iterable<PayloadNode>): boolean | null {
	for (const { fields } of nodes) {
		const told = fields.get('livemode');
		const livemode = LIVEMODES.get(typeof told === 'string' ? told.trim().toLowerCase() : told);
		if (livemode !== undefined) return livemode;
	}
	return null;
}

type Said = Pick<RowReport, 'message' | 'livemode'>;

/** A report as its rows share it. */
class Report {
	/** Of each object around rows, the fields that hold them. */
	private readonly rowFields = new Map<PayloadNode, Set<string>>();
	/** What an object around rows says, or what lies around that. */
	private readonly shared = new Map<PayloadNode, Said>();

	constructor(rows: readonly ReportedRow[]) {
		for (const { node } of rows) {
			let { parent, field } = node;
			while (parent && !this.rowFields.get(parent)?.has(field)) {
				this.rowFields.set(parent, (this.rowFields.get(parent) ?? new Set()).add(field));
				({ parent, field } = parent);
			}
		}
	}

	read({ node, key, entry }: ReportedRow): RowReport {
		const own = entry ? saidBy(entry.value) : this.own(node);
		const shared = this.around(entry ? node : node.parent);
		return {
			message: own.message || shared.message,
			idempotencyKey: key,
			livemode: own.livemode ?? shared.livemode,
			body: entry ? { [entry.field]: [entry.value] } : this.bodyOf(node),
		};
	}

	/** What a node says, without the rows in it. */
	private own(node: PayloadNode): Said {
		const hidden = this.rowFields.get(node);
		const isShown = (field: string) => !hidden?.has(field);
		const part: PayloadNode = hidden
			? {
					...node,
					fields: new Map([...node.fields].filter(([name]) => isShown(name))),
					children: node.children.filter(({ field }) => isShown(field)),
				}
			: node;
		return { message: textIn([part]), livemode: livemodeIn(levelsOf([part]).flat()) };
	}

	/** What is said of a row by what lies around it, from the inside to the outside; each object is read once. */
	private around(innermost: PayloadNode | undefined): Said {
		const unread: PayloadNode[] = [];
		let node = innermost;
		for (; node && !this.shared.has(node); node = node.parent) unread.push(node);
		let said = (node && this.shared.get(node)) ?? NOTHING;
		for (const around of unread.reverse()) {
			const { message, livemode } = this.own(around);
			said = { message: cut(message) || said.message, livemode: livemode ?? said.livemode };
			this.shared.set(around, said);
		}
		return said;
	}

	private bodyOf(node: PayloadNode): KaskoEvent['body'] {
		const hidden = this.rowFields.get(node);
		const { value, entry } = node;
		const body = hidden
			? Object.fromEntries(
					Object.entries(Object(value) as object).filter(
						([name]) => !hidden.has(normalizeName(name)),
					),
				)
			: value;
		return (entry === undefined ? body : { [entry]: body }) as KaskoEvent['body'];
	}
}

const NOTHING: Said = { message: '', livemode: null };

function saidBy(entry: unknown): Said {
	return isRowText(entry) ? { message: entry.trim(), livemode: null } : NOTHING;
}

/** The messages nearest to the given nodes; where there are none, the reasons. */
function textIn(nodes: readonly PayloadNode[]): string {
	const levels = levelsOf(nodes);
	for (const read of [messageOf, explanationOf]) {
		for (const level of levels) {
			const texts = level.map(({ fields }) => read(fields)).filter(Boolean);
			if (texts.length > 0) return join(texts);
		}
	}
	return '';
}

/** The nodes, those in them, and so on. */
function levelsOf(nodes: readonly PayloadNode[]): PayloadNode[][] {
	const levels = [[...nodes]];
	for (const level of levels) {
		const below = level.flatMap(({ children }) => children);
		if (below.length > 0) levels.push(below);
	}
	return levels;
}

/** All that is reported under one key, or of the fields of one row of a list. */
function groupRows(rows: readonly ReportedRow[]): ReportedRow[][] {
	const groups = new Map<unknown, Map<string, ReportedRow[]>>();
	const all: ReportedRow[][] = [];
	for (const row of rows) {
		const { key, node, entry } = row;
		const place = key ? 'key' : node.list;
		const name = key || (entry ? undefined : rowOfDetail(node));
		const names = groups.get(place) ?? new Map<string, ReportedRow[]>();
		groups.set(place, names);
		const group = name === undefined ? undefined : names.get(name);
		if (group) group.push(row);
		else {
			const first = [row];
			all.push(first);
			if (name !== undefined) names.set(name, first);
		}
	}
	return all;
}

/** Several reports of one row as one. */
function merge([first, ...others]: RowReport[]): RowReport {
	if (others.length === 0) return first!;
	const all = [first!, ...others];
	return {
		...first!,
		message: join(all.map(({ message }) => message)),
		body: all.map(({ body }) => body),
	};
}

/** Of a payload without any object. */
function text(payload: unknown): string {
	return messageOf(new Map([['message', payload]]));
}

function cut(text: string): string {
	return text.length > LONGEST_SHARED ? `${text.slice(0, LONGEST_SHARED)}…` : text;
}
