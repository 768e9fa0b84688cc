import { readFileSync } from 'node:fs';

import { COLUMNS, KEY_COLUMN } from '../../nodes/TicketplanSftpImport/columns/columns';
import { getColumns } from '../../nodes/TicketplanSftpImport/getColumns';
import { columnsPage } from '../../scripts/docs/columnsPage';

/** Without what prettier adds to align a table. */
const plain = (text: string) => text.replace(/-{3,}/g, '---').replace(/[ ]+/g, ' ');

it('has the columns of the table, as they are today (otherwise: npm run docs)', () => {
	const page = plain(readFileSync('docs/columns.md', 'utf8'));
	expect(page).toBe(plain(columnsPage()));
	for (const { name, label, example } of COLUMNS) {
		const row = page.split('\n').find((line) => line.includes(`\`${name}\` |`));
		expect(row).toContain(`| ${label} |`);
		expect(row).toContain(`\`${example}\``);
	}
});

it('the panel offers all columns, the key last', async () => {
	const shown = (await getColumns()).fields.filter(({ removed }) => !removed).map(({ id }) => id);
	const names = COLUMNS.map(({ name }) => name);
	expect(shown).toEqual([...names.filter((name) => name !== KEY_COLUMN), KEY_COLUMN]);
});
