import { isMisread } from '../../../nodes/TicketplanSftpImport/csv/misread';

/** Bytes of another encoding, as Windows-1252 reads them. */
it.each([
	['Windows-1251', 'Àíäð³é', 'Îëåêñàíäð'],
	['Greek', 'ÃéÜííçò'],
	['of the Mac', 'MŸller', 'BŠr', 'Stra§e', 'CafŽ'],
	['of DOS', 'J”rg', 'B„r', 'Ren‚e'],
	['Windows-1250', 'Stanis³aw', 'Wiœniewska ¹ko¹ski'],
])('sees that a text was written in another encoding: %s', (_name, ...texts) => {
	expect(texts.filter((text) => !isMisread(text))).toEqual([]);
});

it.each([
	...[
		'Jörg Müller',
		'René-François',
		'Ærøskøbing',
		'Þórður',
		'jäääär',
		'L’été “indien”',
		'Šárka Žižka',
	],
	...[
		'ŠKODA Arena',
		'5 €',
		'50 m³',
		'„Halle“ 7',
		'O’Brien',
		'Rock ’n’ Roll',
		'Disney™',
		'DŽ Bar',
		'§ 5',
		'Ÿ',
	],
])('takes %s as it is', (text) => {
	expect(isMisread(text)).toBe(false);
});
