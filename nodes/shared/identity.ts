const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const SPACES = /\s+/gu;
/** What a person sees of such a text is the text itself. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/**
 * A text as a person sees it, for comparing and for keys: in Unicode's composed form (NFC), without characters that have
 * no width, and with one plain space for any run of spaces. What is sent keeps all of that.
 */
export function asSeen(text: string): string {
	if (PLAIN.test(text)) return text;
	return text.replace(INVISIBLE, '').replace(SPACES, ' ').trim().normalize('NFC');
}

/** The same, whatever the letter case. */
export function asSeenInAnyCase(text: string): string {
	if (PLAIN.test(text)) return text.toLowerCase();
	return asSeen(text).toLowerCase().normalize('NFC');
}
