import { readFileSync } from 'node:fs';

import { fillPage } from '../../scripts/docs/fillPage';
import { MADE_PARTS } from '../../scripts/docs/madeParts';

/** Without what prettier adds to align a table. */
const plain = (text: string) => text.replace(/-{3,}/g, '---').replace(/[ ]+/g, ' ');

it.each(Object.entries(MADE_PARTS))(
	'%s says what the code says today (otherwise: npm run docs)',
	(page, make) => {
		const text = readFileSync(page, 'utf8');
		expect(plain(text)).toBe(plain(fillPage(text, make())));
	},
);

it('a page without a place for a part, and a place without a part, are told', () => {
	const page = '# Page\n\n<!-- begin a -->\nold\n<!-- end a -->\n';
	expect(fillPage(page, { a: 'new' })).toBe(
		'# Page\n\n<!-- begin a -->\n\nnew\n\n<!-- end a -->\n',
	);
	expect(() => fillPage(page, { a: 'new', b: 'more' })).toThrow('no place for b');
	expect(() => fillPage(page, {})).toThrow("Nothing makes the part 'a'");
});
