import type { Column } from './columns';
import { COLUMNS, KEY_COLUMN, LAST_TICKET, TICKET_COLUMNS } from './columns';
import { findColumn, otherColumn } from './findColumn';
import { suggestByLastPart, suggestColumn } from './suggestColumn';
import type { Finding } from '../finding';

/** What a field name of the input stands for: a column by its index, a finding, or nothing that is sent. */
export type Field = { index: number } | { finding: Finding } | { ignored: true };

/**
 * The columns of one run: KASKO's, then further ones in the order in which they first appear.
 * Rows are arrays in this order, so they grow at the end only.
 */
export class ColumnSet {
	readonly columns: Column[] = [...COLUMNS];
	readonly ignoredFields = new Set<string>();
	private readonly blanks: undefined[] = [];
	private readonly indexes = new Map(COLUMNS.map(({ name }, index) => [name, index]));

	readonly keyIndex = this.indexOf(KEY_COLUMN) ?? 0;

	/** @param ignoreOthers Whether fields that are no columns are left out instead of being a finding. */
	constructor(private readonly ignoreOthers: boolean) {}

	indexOf(name: string): number | undefined {
		return this.indexes.get(name);
	}

	/** Takes a column by a name the user has typed on purpose; undefined if KASKO can't have such a column. */
	add(name: string): number | undefined {
		const known = this.indexes.get(name);
		if (known !== undefined) return known;
		const column = findColumn(name) ?? otherColumn(name);
		if (!column) return undefined;
		this.indexes.set(name, this.columns.length);
		return this.columns.push(column) - 1;
	}

	/** What a field of the input means. A name close to a known column is taken for a misspelling, not for a new column. */
	resolve(field: string): Field {
		const name = cleanName(field);
		const known = this.indexes.get(name);
		if (known !== undefined) return { index: known };
		const similar = findColumn(name) ? undefined : suggestColumn(name);
		const index = similar === undefined ? this.add(name) : undefined;
		if (index !== undefined) return { index };
		if (this.ignoreOthers && similar === undefined && !isKaskoName(name)) {
			this.ignoredFields.add(name);
			return { ignored: true };
		}
		return { finding: unknownColumn(name, similar ?? suggestByLastPart(name), OTHER_FIELD) };
	}

	/** What to say of a name that `add` did not take. The option for other fields is not about it. */
	refuse(name: string): Finding {
		return unknownColumn(name, suggestColumn(name) ?? suggestByLastPart(name), NO_NAME);
	}

	/** The cells of a row that nothing is set in, yet. */
	emptyCells(): unknown[] {
		while (this.blanks.length < this.columns.length) this.blanks.push(undefined);
		return this.blanks.slice();
	}
}

/** Without what spreadsheets and exports leave at the ends of a header: byte order mark, no-break and plain spaces. */
export function cleanName(field: string): string {
	return field.trim();
}

function isKaskoName(name: string): boolean {
	return name.startsWith('quote.') || name.startsWith('policy.');
}

const OTHER_FIELD = "Remove the field, or set the option 'Other Fields' to 'Ignore'.";
const NO_NAME =
	'Correct the name or remove the column: names begin with quote. or policy., and their parts hold letters, digits, _ and - only.';

function unknownColumn(name: string, suggestion: string | undefined, otherwise: string): Finding {
	const message = `'${name.slice(0, 80)}' is not a column of KASKO's file`;
	const hint = hintFor(name, suggestion) ?? (isKaskoName(name) ? NO_NAME : otherwise);
	return { column: name, code: 'unknownColumn', message, hint };
}

function hintFor(name: string, suggestion: string | undefined): string | undefined {
	if (TICKET_COLUMNS.some(({ pattern }) => pattern.test(name))) {
		return `Number the tickets from 0 to ${LAST_TICKET}, without leading zeros.`;
	}
	if (suggestion !== undefined) return `Did you mean '${suggestion}'? Rename the field.`;
	return undefined;
}
