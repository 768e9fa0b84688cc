import { isExpression } from '../../shared/plainExpression';
import { isUnfilledTemplate } from '../../shared/values/readText';
import { KEY_COLUMN } from '../columns/columns';
import type { Finding } from '../finding';
import { keySaysNothing } from '../finding';

/** Looks at the key that a row came with; undefined if it says which policy is meant. */
export type OwnKeyCheck = (value: unknown, text: string) => Finding | undefined;

/** How an idempotency key is mapped in the panel: as it stands there, expressions not evaluated. */
export interface KeyMapping {
	raw: unknown;
	/** Whether other columns come from the input: then a fixed key means another policy each time. */
	othersVary: boolean;
}

const CODE = /\{\{[\s\S]*?\}\}/g;
/** Names in an expression that are the same in every run, for the first row at least. */
const SAME_IN_EVERY_RUN =
	/^\$(?:itemIndex|runIndex|position|workflow|vars|env|nodeVersion|nodeId)$/;
const TIME = /^(?:\$now|\$today|DateTime|Date)$/;
const TODAY = /\$today\b/;
/** A date, a month or a year, and no time. */
const DAY =
	/^\D*(?:\d{4}\D?\d\d\D?\d\d|\d{1,2}\D\d{1,2}\D\d{2,4}|(?:\d{1,2}\D+)?20\d\d(?:\D?\d\d)?)(?:\D+\d{1,4})?$/;
const NOTHING =
	/^(?:undefined|null|nan|none|nil|n\/a|na|unknown|unbekannt|not set|tb[ad]|array|true|false|invalid date(?:time)?|[([<](?:none|blank|empty)[)\]>]|0{8}-(?:0{4}-){3}0{12})$/i;
/** What JavaScript or Python writes into a text for a value that was not there. */
const MISSING_PART =
	/undefined|(?<![\p{L}\p{N}])(?:null|None|NaN|Invalid Date(?:Time)?)(?![\p{L}\p{N}])/u;
/** What a spreadsheet writes for it, in any of its languages. */
const SHEET_ERROR =
	/(?<![\p{L}\p{N}])(?:#(?:N\/A|NV(?![\p{L}\p{N}])|[¡¿]?[\p{Lu}/0]+[!?])|(?:Err|Fehler):\d{3})/u;
/** A text in code that is added to others, chosen, or put between them; not a name, nor what is compared or searched for. */
const WORD =
	/(?<=(?:\{\{|[+?:|]|\.(?:join|concat)\(|(?<![\w$])\()\s*)(?:'([^'\\]*)'|"([^"\\]*)"|`([^`\\]*)`)(?!\s*[=!]=)/g;
const SOMETHING = /[\p{L}\p{N}]/u;

/**
 * Makes the check of keys that rows come with. KASKO tells duplicates by their key, so a key that more than one policy
 * could have, now or in a later run, loses policies.
 * @param mapping Given, if the key is mapped in the panel.
 */
export function ownKeyCheck(mapping?: KeyMapping): OwnKeyCheck {
	const explainOwn: OwnKeyCheck = (_value, text) => (text === '' ? undefined : explainText(text));
	if (!mapping) return explainOwn;
	const depends = whatItDependsOn(mapping.raw);
	if (depends === 'nothing') {
		if (!mapping.othersVary) return explainOwn;
		return (_value, text) =>
			finding(
				text,
				text === ''
					? 'What the idempotency key is mapped to is empty in every row'
					: 'The idempotency key is the same in every run',
			);
	}
	const forms = formsOf(mapping.raw);
	const missing = isFieldOnly(mapping.raw)
		? 'The field that the idempotency key is mapped to is missing in this row'
		: 'The expression of the idempotency key gives nothing in this row';
	const explainWords = wordsCheck(wordsOf(mapping.raw));
	return (value, text) => {
		if (value === undefined) {
			return finding('', missing);
		}
		if (text === '') return undefined;
		const values = forms.flatMap((form) => form.exec(String(value))?.slice(1) ?? []);
		if (values.some((part) => part.trim() === '')) {
			return finding(text, 'A field that the idempotency key is made from is empty in this row');
		}
		if (depends === 'time' && (TODAY.test(String(mapping.raw)) || DAY.test(text))) {
			return finding(text, 'The idempotency key is the same all day');
		}
		return explainWords(text) ?? explainText(text);
	};
}

function explainText(text: string): Finding | undefined {
	const saysNothing =
		NOTHING.test(text) ||
		MISSING_PART.test(text) ||
		SHEET_ERROR.test(text) ||
		isUnfilledTemplate(text) ||
		!SOMETHING.test(text);
	return saysNothing
		? finding(text, 'The idempotency key holds what stands for a missing value')
		: undefined;
}

/** Explains keys of which nothing comes from the row, or that begin or end with what stands between their parts. */
function wordsCheck(words: readonly Word[]): (text: string) => Finding | undefined {
	if (words.length === 0) return () => undefined;
	const optional = words.map(({ text }) => `(?:${escape(text)})?`).join('');
	const onlyWords = new RegExp(`^${optional}$`, 's');
	const marks = words.filter(({ text }) => !SOMETHING.test(text));
	return (key) => {
		if (onlyWords.test(key)) {
			return finding(key, 'Nothing of the idempotency key comes from this row');
		}
		const isCut = marks.some(
			({ text, isFirst, isLast }) =>
				(!isFirst && key.startsWith(text)) || (!isLast && key.endsWith(text)),
		);
		return isCut
			? finding(key, 'A field that the idempotency key is made from seems to be empty in this row')
			: undefined;
	};
}

/** Whether an expression names a field of the item and does nothing with it. */
function isFieldOnly(raw: unknown): boolean {
	return isExpression(raw) && /^=\s*\{\{\s*\$json\b[^()+]*\}\}\s*$/.test(raw);
}

function whatItDependsOn(raw: unknown): 'nothing' | 'time' | 'more' {
	if (!isExpression(raw)) return 'nothing';
	const code = raw.match(CODE)?.join(' ') ?? '';
	const names = code.match(/\$\w*|\bDate(?:Time)?\b/g) ?? [];
	// A function may give anything.
	if (names.length === 0) return code.includes('(') ? 'more' : 'nothing';
	const others = names.filter((name) => !SAME_IN_EVERY_RUN.test(name));
	if (others.length === 0) return 'nothing';
	return others.every((name) => TIME.test(name)) ? 'time' : 'more';
}

/**
 * Expressions that take a text apart into the values that a template was filled with. A text can often be taken apart in
 * two ways; a value that is empty in one of them counts as empty.
 */
function formsOf(raw: unknown): RegExp[] {
	if (!isExpression(raw)) return [];
	const literals = raw.slice(1).split(CODE);
	if (literals.every((literal) => literal.trim() === '')) return [];
	const last = literals.length - 1;
	// Without a text between them, two values can't be told apart.
	const between = literals.filter((text, i) => text !== '' || i === 0 || i === last);
	return ['(.*?)', '(.*)'].map((value) => new RegExp(`^${between.map(escape).join(value)}$`, 's'));
}

interface Word {
	text: string;
	/** Whether nothing stands before it, or behind it, in its code. */
	isFirst: boolean;
	isLast: boolean;
}

/** The texts in an expression's code that go into what it gives, in their order. */
function wordsOf(raw: unknown): Word[] {
	if (!isExpression(raw)) return [];
	const code = raw.match(CODE)?.join(' ') ?? '';
	return Array.from(code.matchAll(WORD)).flatMap(({ 0: quoted, index, ...texts }) => {
		const isStart = /\{\{\s*$/.test(code.slice(0, index));
		const isEnd = /^\s*\}\}/.test(code.slice(index + quoted.length));
		const parts = (texts[1] ?? texts[2] ?? texts[3] ?? '').split(/\$\{[^}]*\}/);
		return parts
			.map((part, at) => ({
				text: part.trim(),
				isFirst: isStart && at === 0,
				isLast: isEnd && at === parts.length - 1,
			}))
			.filter(({ text }) => text !== '');
	});
}

function escape(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function finding(value: string, message: string): Finding {
	return keySaysNothing(KEY_COLUMN, value, message);
}
