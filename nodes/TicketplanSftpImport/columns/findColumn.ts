import { asSeenInAnyCase } from '../../shared/identity';
import type { Column } from './columns';
import { COLUMNS, LAST_TICKET, TICKET_COLUMNS } from './columns';

const BY_NAME = new Map(COLUMNS.map((column) => [column.name, column]));
const OTHER_COLUMN = /^(?:quote|policy)(?:\.\w[\w-]*)+$/;

/** The column of that exact name: one of KASKO's example, or a numbered ticket column. */
export function findColumn(name: string): Column | undefined {
	const known = BY_NAME.get(name);
	if (known) return known;
	for (const { pattern, column } of TICKET_COLUMNS) {
		const n = pattern.exec(name)?.[1];
		if (n !== undefined && isTicketNumber(n)) return column(Number(n));
	}
	return undefined;
}

/** A `quote.…` or `policy.…` column this package knows nothing of: sent as text. */
export function otherColumn(name: string): Column | undefined {
	if (!OTHER_COLUMN.test(name) || isTicketColumn(name)) return undefined;
	return { name, label: name, help: 'text', example: 'text', type: 'text', required: false };
}

/** Whether a name has the form of a numbered ticket column, whatever the number. */
export function isTicketColumn(name: string): boolean {
	return TICKET_COLUMNS.some(({ pattern }) => pattern.test(name));
}

/** A name as columns are written: `Policy. Data.Order Number` is `policy.data.order_number`. */
export function toColumnName(name: string): string {
	return asSeenInAnyCase(name)
		.replace(/ ?\. ?/g, '.')
		.replaceAll(' ', '_');
}

/** The name of the column that is meant, where case and spaces are all that differs; else the trimmed name. */
export function toKnownName(name: string): string {
	return findColumn(toColumnName(name))?.name ?? name.trim();
}

function isTicketNumber(digits: string): boolean {
	return String(Number(digits)) === digits && Number(digits) <= LAST_TICKET;
}
