import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import { rowDoubts } from '../../../nodes/TicketplanSftpImport/check/rowDoubts';
import { COLUMNS } from '../../../nodes/TicketplanSftpImport/columns/columns';
import { checkRow } from '../../../sandbox/importer/checkRow';
import { EXAMPLE_ROWS } from '../../support/ticketplanRows';
import { MINOR } from './checkCell';

const KEY = 'idempotency_key';

function judge(row: Record<string, string>): {
	node: 'refuses' | 'warns' | 'sends';
	sandbox: string;
} {
	const texts = COLUMNS.map((column) =>
		makeCheck(column, MINOR)(row[column.name], () => undefined),
	);
	const isRefused = texts.some((text) => typeof text !== 'string');
	const doubts = isRefused ? [] : rowDoubts(COLUMNS)(texts.map(String));
	return {
		node: isRefused ? 'refuses' : doubts.length > 0 ? 'warns' : 'sends',
		sandbox: checkRow(row) === undefined ? 'takes' : 'refuses',
	};
}

it.each(COLUMNS.map(({ name }) => name).filter((name) => name !== KEY))(
	'node and sandbox agree on a row without %s',
	(name) => {
		const { node, sandbox } = judge({ ...EXAMPLE_ROWS[0]!, [name]: '' });
		// What the node sends without a word has to become a policy, and what it refuses must not.
		if (node === 'sends') expect(sandbox).toBe('takes');
		if (node === 'refuses') expect(sandbox).toBe('refuses');
	},
);

it.each([
	['policy.data.booking_date', '02.10.2022'],
	['policy.data.order_number', 'Ä 5'],
	['policy.language', 'deu'],
	['quote.data.pem_exclusion', 'maybe'],
	['policy.data.ticket_quantity', '1.5'],
	['policy.data.order_value', '30.00'],
])('the sandbox refuses the form of %s that the node does not let out: %s', (name, value) => {
	expect(judge({ ...EXAMPLE_ROWS[0]!, [name]: value }).sandbox).toBe('refuses');
});

it("leaves the user's own columns alone, as the node does", () => {
	const row = {
		...EXAMPLE_ROWS[0]!,
		'policy.data.delivery_date': 'soon',
		'policy.data.seat_quantity': 'two',
	};
	expect(judge(row)).toEqual({ node: 'sends', sandbox: 'takes' });
});
