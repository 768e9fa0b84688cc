import type { Remark } from './remark';
import { remark } from './remark';

/** RFC 5321, 4.1.2, with every letter that RFC 6531 allows: dots anywhere, as some providers give such addresses. */
const LOCAL = String.raw`(?:"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])+"|[^\s"(),:;<>@[\\\]\p{Cc}]+)`;
const LABEL = String.raw`[\p{L}\p{M}\p{N}\p{So}_](?:[\p{L}\p{M}\p{N}\p{So}_-]*[\p{L}\p{M}\p{N}\p{So}_])?`;
const ADDRESS = new RegExp(
	String.raw`^${LOCAL}@(?:${LABEL}(?:\.${LABEL})*|\[(?:IPv6:)?[\d.a-fA-F:]+\])$`,
	'u',
);

/** What programs write for a missing value, as a part of an address or for all of its domain. */
const MISSING = /(?:^|[.@])undefined(?=[.@]|$)|@null$/i;

/**
 * Whether a text is one e-mail address and nothing else. KASKO's own example is `nick.malone@com`, so a domain
 * without a dot is fine.
 */
export function isEmailAddress(text: string): boolean {
	return ADDRESS.test(text);
}

/** What is wrong with a text that is not one e-mail address; undefined if it is one. */
export function remarkOnEmail(text: string): Remark | undefined {
	const hint = 'Write one address and nothing else, e.g. name@example.com.';
	if (MISSING.test(text)) return remark('noEmail', text, 'holds a missing value', hint);
	if (isEmailAddress(text)) return undefined;
	return remark('noEmail', text, 'is not an email address', hint);
}
