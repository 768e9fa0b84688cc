/** Spaces, and characters that Unicode gives no width, such as the zero-width space. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]+$/u;

/** Without spaces at the ends; a text of which nothing can be seen is empty. */
export function trimText(text: string): string {
	const trimmed = text.trim();
	return INVISIBLE.test(trimmed) ? '' : trimmed;
}
