import { readFileSync, writeFileSync } from 'node:fs';

import { columnsPage } from './docs/columnsPage';
import { fillPage } from './docs/fillPage';
import { MADE_PARTS } from './docs/madeParts';

/** Writes the pages that are made from the code, and the parts that are. `prettier` then aligns their tables. */
writeFileSync('docs/columns.md', columnsPage());
for (const [page, make] of Object.entries(MADE_PARTS)) {
	writeFileSync(page, fillPage(readFileSync(page, 'utf8'), make()));
}
