import type { Column, ColumnType } from '../../nodes/TicketplanSftpImport/columns/columns';
import { COLUMNS, LAST_TICKET } from '../../nodes/TicketplanSftpImport/columns/columns';

/** How a cell of each type has to be written. */
const FORMS: Record<ColumnType, string> = {
	text: 'text',
	name: 'text',
	exact: 'text',
	currency: 'text',
	date: '`2027-02-13` or `13.02.2027`, others by _Date Formats_',
	integer: 'a whole number',
	amount: '`3000` for 30.00, or by _Amounts_ `30,00`',
	flag: '`1` or `0`',
	email: 'one e-mail address',
	language: 'two letters',
	orderNumber: 'letters, digits, - and /',
	houseNumber: 'text',
	postcode: 'text, so that a zero at the front stays',
};

/** The page `docs/columns.md`, made from the table of columns. */
export function columnsPage(): string {
	return [
		'# The columns of a Ticketplan file',
		'',
		'What Ticketplan SFTP Import sends, in the order of the file. **Yes**: a row without it is refused. _Expected_: KASKO’s own',
		'examples fill it, so a run in which no row does is told so. A field of the same name in your data is taken by itself; any',
		'other field is mapped by hand: set _Mapping Column Mode_ to _Map Each Column Manually_ and drag the field onto the column.',
		'',
		'| In the panel | In the file | Required | What it is | Form | Example |',
		'| --- | --- | --- | --- | --- | --- |',
		...COLUMNS.map(toRow),
		'',
		`Further insured tickets have columns of their own, with a number from 0 to ${LAST_TICKET}:`,
		'`quote.data.protected_element.2.price` and `quote.data.max_ticket_price.2.single_banded`. Any other name that begins with',
		'`quote.` or `policy.` is sent as text, in _Additional Columns_ or as a field of that name.',
		'',
	].join('\n');
}

function toRow({ name, label, help, type, example, required, expected }: Column): string {
	const need = required ? '**Yes**' : expected ? '_Expected_' : '';
	return `| ${[label, `\`${name}\``, need, help, FORMS[type], `\`${example}\``].join(' | ')} |`;
}
