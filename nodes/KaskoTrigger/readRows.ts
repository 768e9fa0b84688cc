import { explanationOf, join, messageOf, normalizeName } from './errorText';
import type { KaskoEvent } from './events';
import type { ReportedRow } from './findRows';
import { findRows, isSuccess } from './findRows';
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
	const failed = found.filter((row) => !isSuccess(row));
	if (found.length === 0 || (found.length === 1 && !found[0]?.key)) {
		const message = textIn(nodes.filter(({ parent }) => !parent));
		return [{ message, idempotencyKey: '', livemode: livemodeIn(nodes), body: payload }];
	}
	const report = new Report(found);
	// Where all are successes, why KASKO calls is not known: none is kept back.
	const told = failed.length > 0 ? failed : found;
	const rows = mergeSameKeys(told.map((row) => report.read(row)));
	return rows.length === 1 ? rows.map((row) => ({ ...row, body: payload })) : rows;
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

	read({ node, key, keyField }: ReportedRow): RowReport {
		const own = keyField ? NOTHING : this.own(node);
		const shared = this.around(keyField ? node : node.parent);
		return {
			message: own.message || shared.message,
			idempotencyKey: key,
			livemode: own.livemode ?? shared.livemode,
			body: keyField ? { [keyField]: [key] } : this.bodyOf(node),
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

function mergeSameKeys(rows: readonly RowReport[]): RowReport[] {
	const groups = new Map<unknown, RowReport[]>();
	for (const row of rows) {
		const group = groups.get(row.idempotencyKey);
		if (group && row.idempotencyKey) group.push(row);
		else groups.set(row.idempotencyKey || row, [row]);
	}
	return [...groups.values()].map(([first, ...others]) =>
		others.length === 0
			? first!
			: {
					...first!,
					message: join([first!, ...others].map(({ message }) => message)),
					body: [first!, ...others].map(({ body }) => body),
				},
	);
}

function cut(text: string): string {
	return text.length > LONGEST_SHARED ? `${text.slice(0, LONGEST_SHARED)}…` : text;
}
