/** What a plain expression gives for a cell that only n8n can evaluate in the same way. */
export const LEFT_TO_N8N = Symbol('left to n8n');

/** Gives the parameter's value for an item, or `LEFT_TO_N8N`. */
export type PlainExpression = (json: unknown) => unknown;

const CODE = /\{\{([\s\S]*?)\}\}/g;
const NAME =
	'[A-Za-z_$\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F][\\w$\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F]*';
/** What no plain quoted name holds: escapes and line ends. Braces come one by one: two of them open or close code. */
const SPECIAL = '\\\\\\r\\n\\u2028\\u2029{}';
const BRACE = '\\{(?!\\{)|\\}(?!\\})';
const STEP = `\\.(${NAME})|\\["((?:[^"${SPECIAL}]|${BRACE})+)"\\]|\\['((?:[^'${SPECIAL}]|${BRACE})+)'\\]|\\[(0|[1-9]\\d{0,8})\\]`;
const REFERENCE = new RegExp(`^\\s*\\$json((?:${STEP})+)\\s*$`);
const STEPS = new RegExp(STEP, 'g');
/** Names that n8n keeps from expressions (n8n-workflow `isSafeObjectProperty`), or might. */
const SPECIAL_NAME =
	/^(?:__.*|\$|prototype|constructor|caller|callee|arguments|mainModule|binding|_load|_linkedBinding|dlopen|execve|loadEnvFile|prepareStackTrace|(?:get|set|define).*(?:Prototype|Propert|Builtin).*)$/;

/** Whether a parameter's raw value is an expression. */
export function isExpression(raw: unknown): raw is string {
	return typeof raw === 'string' && raw.startsWith('=');
}

/**
 * Compiles a raw parameter value: a fixed value, or an expression of nothing but text and plain references such
 * as `{{ $json.a["b c"][0] }}`. n8n takes about a millisecond for each, in an isolate; this takes none. It gives the
 * same as n8n-workflow's `Expression`, and undefined for whatever is not as plain as that.
 */
export function compilePlainExpression(raw: unknown): PlainExpression | undefined {
	if (!isExpression(raw)) return () => raw;
	const parts = parseParts(raw.slice(1));
	if (!parts) return undefined;
	const [first, reference, rest] = parts;
	if (parts.length === 3 && first === '' && rest === '' && Array.isArray(reference)) {
		return (json) => read(json, reference);
	}
	return joinParts(parts);
}

/** The paths of all references in a raw parameter value, as far as it is plain: `["a", "b c", "0"]`. */
export function plainReferences(raw: unknown): string[][] {
	if (!isExpression(raw)) return [];
	return (parseParts(raw.slice(1)) ?? []).filter((part) => typeof part !== 'string');
}

/** Whether one of several plain references in a raw parameter value leads to nothing in the item. */
export function hasEmptyReference(raw: unknown): (json: unknown) => boolean {
	const paths = plainReferences(raw);
	if (paths.length < 2) return () => false;
	return (json) =>
		paths.some((path) => {
			const value = read(json, path);
			return typeof value !== 'symbol' && asText(value).trim() === '';
		});
}

/** Texts and paths in turn, a text first and last; undefined for what is not plain. */
function parseParts(source: string): Array<string | string[]> | undefined {
	if (/\\|\.\s*constructor/.test(source)) return undefined;
	const parts: Array<string | string[]> = [];
	let end = 0;
	for (const match of source.matchAll(CODE)) {
		const path = parseReference(match[1] ?? '');
		if (!path) return undefined;
		parts.push(source.slice(end, match.index), path);
		end = match.index + match[0].length;
	}
	const rest = source.slice(end);
	return rest.includes('{{') ? undefined : [...parts, rest];
}

function parseReference(code: string): string[] | undefined {
	const steps = REFERENCE.exec(code)?.[1];
	if (steps === undefined) return undefined;
	const path = Array.from(steps.matchAll(STEPS), ([, ...names]) => names.find(Boolean) ?? '');
	return path.some((name) => SPECIAL_NAME.test(name) || name in Object.prototype)
		? undefined
		: path;
}

function read(json: unknown, path: readonly string[]): unknown {
	let value = json;
	for (const name of path) {
		if (value === undefined || value === null) return undefined;
		if (!isPlainHolder(value, name)) return LEFT_TO_N8N;
		value = Object.hasOwn(value, name) ? value[name] : undefined;
	}
	return isPlainValue(value) ? value : LEFT_TO_N8N;
}

/** An object or array whose own properties are all there is to it. */
function isPlainHolder(value: unknown, name: string): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(name);
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function isPlainValue(value: unknown): boolean {
	return (
		value === null ||
		value instanceof Date ||
		['string', 'number', 'boolean', 'undefined'].includes(typeof value)
	);
}

function joinParts(parts: ReadonlyArray<string | string[]>): PlainExpression {
	return (json) => {
		let text = '';
		for (const part of parts) {
			const value = typeof part === 'string' ? part : read(json, part);
			if (value === LEFT_TO_N8N || value instanceof Date) return LEFT_TO_N8N;
			text += asText(value);
		}
		return text;
	};
}

/** As n8n writes a value into a text: nothing for null, undefined and NaN. */
function asText(value: unknown): string {
	return value === undefined || value === null || Number.isNaN(value) ? '' : String(value);
}
