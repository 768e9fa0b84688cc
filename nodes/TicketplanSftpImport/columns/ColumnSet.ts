import type { Column } from './columns';
import { trimText } from '../../shared/values/invisible';
import { COLUMNS, KEY_COLUMN, LAST_TICKET, TICKET_COLUMNS } from './columns';
import { findColumn, isTicketColumn, otherColumn, toColumnName } from './findColumn';
import { isTicketWithoutNumber, suggestColumns, ticketPattern } from './suggestColumns';
import type { Finding } from '../finding';

/** What a field name of the input stands for: a column by its index, a finding, or nothing that is sent. */
export type Field = { index: number } | { finding: Finding } | { ignored: true };

/**
 * The columns of one run: KASKO's, then further ones in the order in which they first appear.
 * Rows are arrays in this order, so they grow at the end only.
 */
export class ColumnSet {
	readonly all: Column[] = [...COLUMNS];
	readonly ignoredFields = new Set<string>();
	private readonly blanks: undefined[] = [];
	private readonly indexes = new Map(COLUMNS.map(({ name }, index) => [name, index]));

	readonly keyIndex = this.indexOf(KEY_COLUMN) ?? 0;

	/** @param ignoreOthers Whether fields that are no columns are left out instead of being a finding. */
	constructor(private readonly ignoreOthers: boolean) {}

	indexOf(name: string): number | undefined {
		return this.indexes.get(name);
	}

	/** Takes a column of this exact name; undefined if KASKO can't have such a column. */
	add(name: string): number | undefined {
		const known = this.indexes.get(name);
		if (known !== undefined) return known;
		const column = findColumn(name) ?? otherColumn(name);
		if (!column) return undefined;
		this.indexes.set(name, this.all.length);
		return this.all.push(column) - 1;
	}

	/**
	 * What a field of the input means. Case and spaces don't matter. A name that is like a known column is taken for a
	 * misspelling, not for a new column.
	 */
	resolve(field: string): Field {
		const name = cleanName(field);
		const known = this.findKnown(name);
		if (known !== undefined) return { index: known };
		if (isGroup(name)) return { finding: groupColumn(name) };
		const { alike, endsAlike } = suggestColumns(name);
		const isSlip = alike.length > 0 || (isKaskoName(name) && endsAlike.length > 0);
		const isPart = isPartOfList(name);
		const index = isSlip || isPart || isTicketWithoutNumber(name) ? undefined : this.add(name);
		if (index !== undefined) return { index };
		if (this.ignoreOthers && !isSlip && (isPart || !isKaskoName(name))) {
			this.ignoredFields.add(name);
			return { ignored: true };
		}
		const isList = isPart && alike.length === 0 && endsAlike.length === 0;
		return { finding: isList ? listColumn(name) : unknownColumn(name, OTHER_FIELD) };
	}

	/** What a list means that is no list of tickets: it has no column. */
	resolveList(field: string): Field {
		const name = cleanName(field);
		if (!this.ignoreOthers) return { finding: listColumn(name) };
		this.ignoredFields.add(name);
		return { ignored: true };
	}

	/** What a column of a file means that has no name. */
	resolveNameless(place: number): Field {
		if (!this.ignoreOthers) return { finding: namelessColumn(place) };
		this.ignoredFields.add(`column ${place + 1}, which has no name`);
		return { ignored: true };
	}

	/** What a name means that the user has typed in the panel. The option for other fields is not about it. */
	resolveTyped(typed: string): { index: number } | { finding: Finding } {
		const name = cleanName(typed);
		const known = this.findKnown(name);
		if (known !== undefined) return { index: known };
		if (isGroup(name)) return { finding: groupColumn(name) };
		const { alike, endsAlike } = suggestColumns(name);
		const isSlip = alike.length > 0 || endsAlike.length > 0 || isTicketWithoutNumber(name);
		const index = isSlip ? undefined : this.add(name);
		return index === undefined ? { finding: unknownColumn(name, NO_NAME) } : { index };
	}

	/** Whether a column is in KASKO's document. */
	isDocumented(index: number): boolean {
		const name = this.all[index]?.name;
		return name !== undefined && findColumn(name) !== undefined;
	}

	/** The cells of a row that nothing is set in, yet. */
	emptyCells(): unknown[] {
		while (this.blanks.length < this.all.length) this.blanks.push(undefined);
		return this.blanks.slice();
	}

	private findKnown(name: string): number | undefined {
		const known = this.indexes.get(name);
		if (known !== undefined) return known;
		const plain = toColumnName(name);
		return this.indexes.get(plain) ?? (findColumn(plain) ? this.add(plain) : undefined);
	}
}

/** Without what spreadsheets and exports leave at the ends of a header: a byte order mark, spaces, what can't be seen. */
export function cleanName(field: string): string {
	return trimText(field);
}

/** Whether a name begins like those of KASKO's columns. */
export function isKaskoName(name: string): boolean {
	return /^(?:quote|policy)\s*\./i.test(name);
}

/** The names of what holds KASKO's columns: a value there belongs to one of them, but to which can't be known. */
const GROUP =
	/^(?:(?:quote|policy)\.data|quote\.data\.(?:protected_element|max_ticket_price)(?:\.\d+)?)$/;

function isGroup(name: string): boolean {
	return GROUP.test(toColumnName(name));
}

function groupColumn(name: string): Finding {
	const message = `'${name}' is the name of a group of columns, and holds a value of its own`;
	const hint = 'Map its fields, each to its column, or remove it.';
	return { column: name, code: 'unknownColumn', message, hint };
}

function isPartOfList(name: string): boolean {
	return /\.\d+(?:\.|$)/.test(name) && !isTicketColumn(name);
}

const IGNORE = "set the option 'Other Fields' to 'Ignore'";
const OTHER_FIELD = `Remove the field, or ${IGNORE}.`;
const NO_NAME =
	'Correct the name or remove the column: names begin with quote. or policy., and their parts hold letters, digits, _ and - only.';

function unknownColumn(name: string, otherwise: string): Finding {
	const message = `'${name.slice(0, MAX_NAME)}' is not a column of KASKO's file`;
	const hint = hintFor(name) ?? (isKaskoName(name) ? NO_NAME : otherwise);
	return { column: name.slice(0, MAX_NAME), code: 'unknownColumn', message, hint };
}

function listColumn(name: string): Finding {
	const message = `'${name.slice(0, MAX_NAME)}' is a list or a part of one, which KASKO's file has no column for`;
	const ticket = ticketOf(name);
	const hint =
		ticket === undefined
			? OTHER_FIELD
			: `Did you mean '${ticket}'? Otherwise remove the field, or ${IGNORE}.`;
	return { column: name.slice(0, MAX_NAME), code: 'unknownColumn', message, hint };
}

/** The column of the ticket to which a name belongs: `quote.data.max_ticket_price.2.single_band`. */
function ticketOf(name: string): string | undefined {
	const [, group, n] = /^(quote\.data\.\w+\.(\d+)\.)/.exec(toColumnName(name)) ?? [];
	if (group === undefined || Number(n) > LAST_TICKET) return undefined;
	const tickets = TICKET_COLUMNS.map(({ column }) => column(Number(n)).name);
	return tickets.find((ticket) => ticket.startsWith(group));
}

function namelessColumn(place: number): Finding {
	const message = `Cell ${place + 1} of the line is filled, but has no name in the header`;
	const hint = `Name the column in the first line of the file, or empty its cells. To leave it out, ${IGNORE}.`;
	return { column: '', code: 'unknownColumn', message, hint };
}

const MAX_NAME = 80;

function hintFor(name: string): string | undefined {
	if (isTicketColumn(name)) {
		return `Number the tickets from 0 to ${LAST_TICKET}, without leading zeros.`;
	}
	if (isTicketWithoutNumber(name)) {
		return `Put the number of the ticket into the name, from 0 to ${LAST_TICKET}: ${ticketPattern(name)}. If it is something else, rename the field, or remove it.`;
	}
	const { alike, endsAlike } = suggestColumns(name);
	const suggestions = alike.length > 0 ? alike : endsAlike;
	if (suggestions.length > 0) {
		const names = suggestions.map((suggestion) => `'${suggestion}'`).join(' or ');
		return `Did you mean ${names}? Rename the field, or remove it.`;
	}
	const plain = toColumnName(name);
	return otherColumn(plain) && `Did you mean '${plain}'? ${NO_NAME}`;
}
