/** Letters that Windows-1252 has beyond ASCII, so many in a row that no Western European word has them. */
const LETTERS = /[\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF]{4,}/g;
/** What stands for letters such as ä, ö, ü, ß and é in the old encodings of the Mac and of DOS, and of Central Europe. */
const SIGN_IN_WORD = /\p{L}[„”‚ˆ‡†‰™§¤³¹¿¡¶ƒ]\p{Ll}|\p{Ll}[ŠŸŽ]|\p{Lu}[ŠŸŽ]\p{Ll}/u;

/**
 * Whether a text that was read as Windows-1252 is likely to have been written in another encoding: Cyrillic or Greek
 * (`Àíäð³é`), or one of the Mac or of DOS (`MŸller`, `J”rg`).
 */
export function isMisread(text: string): boolean {
	if (SIGN_IN_WORD.test(text)) return true;
	// One letter several times is a word all the same, as in Estonian.
	return (text.match(LETTERS) ?? []).some((run) => new Set(run.toLowerCase()).size > 2);
}
