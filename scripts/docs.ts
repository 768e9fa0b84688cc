import { writeFileSync } from 'node:fs';

import { columnsPage } from './docs/columnsPage';

/** Writes the pages that are made from the code. `prettier` then aligns them. */
writeFileSync('docs/columns.md', columnsPage());
