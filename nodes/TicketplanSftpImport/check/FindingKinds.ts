import type { Finding } from '../finding';

/** Where a row stands in the input. */
export interface RowPlace {
	/** From 1; 0 for a whole file. */
	row: number;
	/** The index of the n8n item. */
	item: number;
	/** The line of its file. */
	line?: number;
}

/** The findings about one column that have one code; the words and the value are those of the first. */
export interface FindingKind extends Finding {
	rows: number;
	first: RowPlace;
}

/** Each name that is no column makes a kind of its own: items can bring any number of them. */
const MAX_KINDS = 1_000;

/** Findings by column and code, so that one e-mail address among 60 dates is seen, and that they take no memory. */
export class FindingKinds {
	/** How many findings are of kinds that are not kept. */
	others = 0;
	private readonly kinds = new Map<string, Counted>();

	add(finding: Finding, { row, item, line }: RowPlace): void {
		const name = `${subjectOf(finding)} ${finding.code}`;
		const known = this.kinds.get(name);
		if (known) known.count(row, item);
		else if (this.kinds.size === MAX_KINDS) this.others++;
		else this.kinds.set(name, new Counted({ ...finding, rows: 1, first: { row, item, line } }));
	}

	/** In the order in which they first came. */
	get list(): FindingKind[] {
		return [...this.kinds.values()].map(({ kind }) => kind);
	}
}

/** A column; where there is none, a file with what is wrong with it, or the place of a cell without a name. */
function subjectOf({ column, code, message }: Finding): string {
	return column === '' && (code === 'unreadableFile' || code === 'unknownColumn')
		? message
		: column;
}

/** A kind, and the row that had it last: one row can have it more than once. */
class Counted {
	private row: number;
	private item: number;

	constructor(readonly kind: FindingKind) {
		this.row = kind.first.row;
		this.item = kind.first.item;
	}

	count(row: number, item: number): void {
		if (row === this.row && item === this.item) return;
		this.kind.rows++;
		this.row = row;
		this.item = item;
	}
}
