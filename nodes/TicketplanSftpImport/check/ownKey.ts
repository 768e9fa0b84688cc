import { isExpression } from '../../shared/plainExpression';
import { KEY_COLUMN } from '../columns/columns';
import type { Finding } from '../finding';
import { problem } from '../finding';

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
const NOTHING =
	/^(?:undefined|null|nan|none|nil|n\/a|na|true|false|invalid date|\(blank\)|\(empty\))$/i;
/** What JavaScript writes into a text for a value that was not there. */
const MISSING_PART = /undefined|(?<![\p{L}\p{N}])(?:null|NaN|Invalid Date)(?![\p{L}\p{N}])/u;
/** What a spreadsheet writes for it, in any of its languages. */
const SHEET_ERROR =
	/(?<![\p{L}\p{N}])(?:#(?:N\/A|NV(?![\p{L}\p{N}])|[¡¿]?[\p{Lu}/0]+[!?])|(?:Err|Fehler):\d{3})/u;
const SOMETHING = /[\p{L}\p{N}]/u;

/**
 * Makes the check of keys that rows come with. KASKO drops a row whose key it knows, so a key that more than one policy
 * could have, now or in a later run, loses policies.
 * @param mapping Given, if the key is mapped in the panel.
 */
export function ownKeyCheck(mapping?: KeyMapping): OwnKeyCheck {
	if (!mapping) return (_value, text) => (text === '' ? undefined : explainText(text));
	if (mapping.othersVary && isSameInEveryRun(mapping.raw)) {
		return (_value, text) => finding(text, 'The idempotency key is the same in every run');
	}
	const forms = formsOf(mapping.raw);
	return (value, text) => {
		if (value === undefined) {
			return finding('', 'The field that the idempotency key is mapped to is missing in this row');
		}
		if (text === '') return undefined;
		const values = forms.flatMap((form) => form.exec(String(value))?.slice(1) ?? []);
		if (values.some((part) => part.trim() === '')) {
			return finding(text, 'A field that the idempotency key is made from is empty in this row');
		}
		return explainText(text);
	};
}

function explainText(text: string): Finding | undefined {
	const saysNothing =
		NOTHING.test(text) ||
		MISSING_PART.test(text) ||
		SHEET_ERROR.test(text) ||
		!SOMETHING.test(text);
	return saysNothing
		? finding(text, 'The idempotency key holds what stands for a missing value')
		: undefined;
}

function isSameInEveryRun(raw: unknown): boolean {
	if (!isExpression(raw)) return true;
	const code = raw.match(CODE)?.join(' ') ?? '';
	const names = code.match(/\$\w*/g) ?? [];
	// A function may give anything.
	return names.length === 0
		? !code.includes('(')
		: names.every((name) => SAME_IN_EVERY_RUN.test(name));
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

function escape(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function finding(value: string, message: string): Finding {
	return problem(
		KEY_COLUMN,
		'keySaysNothing',
		value,
		message,
		"KASKO drops a row whose key it knows. Map what no other policy has, in every row, or nothing: then the key is made from 'Key Columns'.",
	);
}
