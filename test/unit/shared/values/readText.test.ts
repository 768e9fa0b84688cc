import fc from 'fast-check';

import type { TextUse } from '../../../../nodes/shared/values/readText';
import { isPlainText, readText } from '../../../../nodes/shared/values/readText';
import { runs } from '../../../support/runs';

/** What a text is read as, or the code of why not, with the codes of its warnings. */
function read(value: unknown, use: TextUse = 'line'): unknown[] {
	const warnings: string[] = [];
	const result = readText(value, use, ({ code }) => warnings.push(code));
	return [typeof result === 'string' ? result : { refused: result.code }, ...warnings];
}

// Excel in many languages, LibreOffice, Google Sheets.
it.each([
	'#N/A',
	'#NV',
	'#N/D',
	'#REF!',
	'#BEZUG!',
	'#¡REF!',
	'#RIF!',
	'#VERW!',
	'#ADR!',
	'#ССЫЛКА!',
	'#VALUE!',
	'#WERT!',
	'#VALEUR!',
	'#¡VALOR!',
	'#VALORE!',
	'#WAARDE!',
	'#ARG!',
	'#DIV/0!',
	'#NAME?',
	'#NOM?',
	'#¿NOMBRE?',
	'#NAAM?',
	'#NULL!',
	'#NUM!',
	'#ZAHL!',
	'#SPILL!',
	'#ÜBERLAUF!',
	'#CALC!',
	'#GETTING_DATA',
	'#ERROR!',
	'#ref!',
	' #N/A ',
	'Err:502',
	'Err:508',
	'Fehler:502',
	'Erreur : 502',
	'#####',
])('%s is the error of a spreadsheet, for whatever use', (text) => {
	for (const use of ['exact', 'name', 'line', 'free'] as const) {
		expect(read(text, use)).toEqual([{ refused: 'sheetError' }]);
	}
});

it.each([
	'#1 Fan Club',
	'#1',
	'#nofilter',
	'#',
	'# 5',
	'N/A Records',
	"O'Brien",
	"d'Arc",
	'Ng',
	'True',
	'Nullmeier',
	'Nan Goldin',
	'AT&T',
	'R&D; more',
	'Rock & Roll',
	'Error: The Musical',
	'Err',
	'Zürich – HB',
	'“quoted”',
	'„Ä“',
	'Straße',
	'ß“',
	'Ñandú',
	'Привет',
	'日本',
	'Ringnes “Å”',
	'CÂMARA',
	'Nat',
	'NAT',
	'BĂSESCU',
	'MĂȚĂOANU',
	'Ăla',
	'HĂ-HĂ',
	'MĂ’',
	'ƒ 5',
	'≈ 5 km',
	'IRMÃ',
	'Zoë “ï” Å',
	'1E5',
	'2.0 Festival',
	"'90s Party",
	'2027.001',
	'€ 5',
	'',
])('%s passes without a word', (text) => {
	expect(read(text)).toEqual([text]);
});

it.each([
	['Null', 'placeholder'],
	['null', 'placeholder'],
	['undefined', 'placeholder'],
	['NaN', 'placeholder'],
	['undefined undefined', 'placeholder'],
	['Invalid Date', 'placeholder'],
	['{{ $json.name }}', 'placeholder'],
	['Rock &#8211; Pop', 'htmlEntity'],
	['Rock &#x2013; Pop', 'htmlEntity'],
	['Rock &amp; Roll', 'htmlEntity'],
	['M&uuml;ller', 'htmlEntity'],
	['MÃ¼ller', 'doublyEncoded'],
	['FranÃ§ois', 'doublyEncoded'],
	['Donâ€™t', 'doublyEncoded'],
	['ÐŸÑ€Ð¸Ð²ÐµÑ‚', 'doublyEncoded'],
	['#METOO!', 'sheetError'],
	['a\u200Bb', 'invisibleCharacter'],
	['a\u202Ab', 'invisibleCharacter'],
	['a\u00ADb', 'invisibleCharacter'],
	['a\u2060b', 'invisibleCharacter'],
	['two\nlines', 'lineBreak'],
	['a tab\there', 'lineBreak'],
])('%j is sent with the warning %s', (text, code) => {
	expect(read(text)).toEqual([text, code]);
});

it.each([
	['[object Object]', 'notText'],
	['Hall [object Object]', 'notText'],
	['[object Promise]', 'notText'],
	['M\uFFFDller', 'brokenCharacter'],
	['Mï¿½ller', 'brokenCharacter'],
	['a\uD800b', 'brokenCharacter'],
	['a\u0000b', 'controlCharacter'],
	['a\u001Bb', 'controlCharacter'],
	['a\u0092b', 'controlCharacter'],
	['x'.repeat(10_001), 'tooLong'],
	[true, 'notText'],
	[{ a: 1 }, 'notText'],
	[NaN, 'notText'],
	[Number('12345678901234567'), 'unsafeNumber'],
])('%.30j is refused: %s', (value, code) => {
	for (const use of ['exact', 'name', 'line', 'free'] as const) {
		expect(read(value, use)).toEqual([{ refused: code }]);
	}
});

it.each<[TextUse, string, unknown[]]>([
	['exact', 'a\u200Bb', [{ refused: 'invisibleCharacter' }]],
	['exact', 'a\u00ADb', [{ refused: 'invisibleCharacter' }]],
	['exact', 'a\u202Ab', [{ refused: 'invisibleCharacter' }]],
	['exact', 'a\nb', [{ refused: 'lineBreak' }]],
	['name', 'a\nb', [{ refused: 'lineBreak' }]],
	['name', 'a\u2028b', [{ refused: 'lineBreak' }]],
	['name', 'a\u200Bb', ['a\u200Bb', 'invisibleCharacter']],
	['free', 'two\nlines', ['two\nlines']],
])('as %s, %j gives %j', (use, text, outcome) => {
	expect(read(text, use)).toEqual(outcome);
});

// Each of them is what some program really writes.
it.each<[string, string]>([
	...['Nick undefined', 'NaN Malone', 'Nick null', '???', '--', '...', '(blank)', 'n.a.'].map(
		(text) => [text, 'placeholder'] as [string, string],
	),
	...[
		'${firstName}',
		'<%= name %>',
		'{% name %}',
		'%FIRST_NAME%',
		'{first_name}',
		'$json.name',
	].map((text) => [text, 'placeholder'] as [string, string]),
	['["Nick"]', 'notText'],
	['{"first":"Nick"}', 'notText'],
	['Herr #N/A', 'sheetError'],
	['#REF! Müller', 'sheetError'],
	['Loading...', 'sheetError'],
	['Sommer &frac12; Nacht', 'htmlEntity'],
	['<b>Nick</b>', 'htmlEntity'],
	['Nick<br/>Malone', 'htmlEntity'],
	['M\\u00fcller', 'escapedText'],
	['M%C3%BCller', 'escapedText'],
	['M=C3=BCller', 'escapedText'],
	['M\\xfcller', 'escapedText'],
	['Nick%20Malone', 'escapedText'],
	['M?ller', 'brokenCharacter'],
	['M√ºller', 'doublyEncoded'],
	['Stra√üe', 'doublyEncoded'],
	['M├╝ller', 'doublyEncoded'],
	['Gro├ƒ', 'doublyEncoded'],
	['┼Уuvre', 'doublyEncoded'],
	['I─Яd─▒r', 'doublyEncoded'],
	['MГјller', 'doublyEncoded'],
	['ZoГ«', 'doublyEncoded'],
	['×©×œ', 'doublyEncoded'],
	['é‡‘', 'doublyEncoded'],
	['441\u200D44', 'invisibleCharacter'],
	['5\uFE0F5', 'invisibleCharacter'],
	...['4.91702E+11', '4,91702E+11', '1E+05', '1.5e10', '12.0', '12,0', "'0171", "'+49 171"].map(
		(text) => [text, 'sheetTrace'] as [string, string],
	),
	...['Array', 'NaT', '<NA>', 'k.A.', 'unknown', 'TBD', '(leer)', '{!Contact.Name}', '#{name}'].map(
		(text) => [text, 'placeholder'] as [string, string],
	),
	...['MĂĽller', 'GroĂź', 'JĂ¶rg', 'PaweĹ‚', 'DvoĹ™ák', 'Micha≈Ç', 'Nƒõmec', 'OΓÇÖBrien'].map(
		(text) => [text, 'doublyEncoded'] as [string, string],
	),
	['{}', 'notText'],
	['Rock &#8211 Pop', 'htmlEntity'],
	['Rock<!-- Pop -->', 'htmlEntity'],
	['Street 1\\nFlat 2', 'escapedText'],
	['\\N', 'placeholder'],
	['NA', 'placeholder'],
	["O\\'Brien", 'escapedText'],
	['The \\"Hall\\"', 'escapedText'],
	...['GroÃŸ', 'MichaÅ‚', 'ï»¿Nick', 'NickÂ', 'Nick Â Malone', 'Nguyá»…n', 'Tráº§n', 'ê¹€'].map(
		(text) => [text, 'doublyEncoded'] as [string, string],
	),
])('warns of %s: %s', (text, code) => {
	expect(read(text)).toEqual([text, code]);
});

it.each([
	...['Na', 'NA Club', 'Anna'],
	...['Null Bock', 'Nulli Secundus', 'Undefined Festival', 'Who? Me?', 'Café…”', '√9 Party'],
	...[
		'AC/DC',
		'R&D; Live',
		'100% Rock',
		'a < b > c',
		'$5 Show',
		'[Live] Show',
		'Panic! At The Disco',
	],
	...['DJ Грув', 'A ── B', 'T-Группа', 'МойДом'],
	...['1\uFE0F\u20E3 Fans', '🇩🇪', '👍🏽\u200D', 'C:\\temp', '#Hashtag! Show', 'Ségou', '-'],
])('has nothing to say of %s', (text) => {
	expect(read(text).slice(1)).toEqual([]);
});

it.each(['#NOM ?', '#VALEUR !', '=#REF!', '=#N/A'])('refuses the error %s', (text) => {
	expect(read(text)).toEqual([{ refused: 'sheetError' }]);
});

describe('joiners and their like', () => {
	it.each([
		'क्\u200Dष',
		'می\u200Cخواهم',
		'ක්\u200Dර',
		'👨\u200D👩\u200D👧',
		'❤\uFE0F',
		'1\uFE0F\u20E3',
		'葛\u{E0100}城',
		'🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
	])('stay where a script or an emoji needs them: %s', (text) => {
		expect(read(text)).toEqual([text.normalize('NFC')]);
	});

	it.each(['a\u200Db', 'a\u200Cb', 'a\uFE0Fb'])('are odd elsewhere: %j', (text) => {
		expect(read(text)).toEqual([text, 'invisibleCharacter']);
	});
});

it.each([
	['\u200B Nick\u00A0\uFEFF', 'Nick'],
	['\u202ANick\u202C', 'Nick'],
	['\u00ADNick\u00AD', 'Nick'],
	['❤\uFE0F\u200B ', '❤\uFE0F'],
	['\u2800', ''],
	['\u200B \u2060\u200D', ''],
	['Zu\u0308rich', 'Z\u00FCrich'],
])('%j becomes %j', (text, tidy) => {
	expect(read(text)).toEqual([tidy]);
});

it('says nothing of a plain text, whichever way it is read', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
			if (!isPlainText(text)) return;
			// Not plain, with this at its front, so that it goes through every rule.
			expect(read(`日${text}`)).toEqual([`日${text}`]);
			expect(text.normalize('NFC').trim()).toBe(text);
		}),
		runs(2000),
	);
});

// In a time that grows with the length only: else these would not end.
it.each([' ', '\u200B'])('reads a text with a million of %j', (character) => {
	const many = character.repeat(1_000_000);
	expect(read(`a${many}`)).toEqual(['a']);
	expect(read(`a${many}b`)).toEqual([{ refused: 'tooLong' }]);
});
