/** What shows nothing: Unicode's default ignorables, the blank of Braille, the marks of annotations. */
const INVISIBLE = '\\p{Default_Ignorable_Code_Point}\\u2800\\uFFF9-\\uFFFB';

/** Zero-width joiners, variation selectors and tags: parts of a character before them, where that needs them. */
const JOINER =
	'\\u200C\\u200D\\uFE00-\\uFE0F\\u180B-\\u180D\\u180F\\u{E0020}-\\u{E007F}\\u{E0100}-\\u{E01EF}';

/** Emoji, Chinese characters, and the scripts whose letters join. */
const NEEDS_JOINERS = `\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{Regional_Indicator}\\uFE0F\\u{E0020}-\\u{E007F}\\p{Script_Extensions=Han}${[
	'Arabic',
	'Syriac',
	'Mongolian',
	'Nko',
	'Devanagari',
	'Bengali',
	'Gurmukhi',
	'Gujarati',
	'Oriya',
	'Tamil',
	'Telugu',
	'Kannada',
	'Malayalam',
	'Sinhala',
	'Khmer',
	'Myanmar',
	'Tibetan',
]
	.map((script) => `\\p{Script_Extensions=${script}}`)
	.join('')}`;

/** `1️⃣`: a digit is an emoji only with both characters behind it. */
const KEYCAP = '\\uFE0F\\u20E3';

const NEEDLESS = `(?:(?![${JOINER}])[${INVISIBLE}]|(?<![${NEEDS_JOINERS}])(?!${KEYCAP})[${JOINER}])`;

/** A character that shows nothing, whatever it is for. */
export const ANY_INVISIBLE = new RegExp(`[${INVISIBLE}]`, 'u');
/** A character that shows nothing and that no script and no emoji needs where it stands. */
export const NEEDLESS_INVISIBLE = new RegExp(NEEDLESS, 'u');

const AT_START = new RegExp(`^(?:\\s|[${INVISIBLE}])+`, 'u');
const AT_END = new RegExp(`(?:\\s|${NEEDLESS})+$`, 'u');
/** In pieces of this length, as a search for the end of a text takes time with the square of its spaces. */
const PIECE = 64;

/** Without spaces at the ends, and without characters there that show nothing and that nothing needs. */
export function trimText(text: string): string {
	let trimmed = text.trim().replace(AT_START, '');
	for (;;) {
		const tail = AT_END.exec(trimmed.slice(-PIECE));
		if (!tail) return trimmed;
		trimmed = trimmed.slice(0, -tail[0].length);
	}
}
