import fc from 'fast-check';

/** A parameter's raw value, and the item to evaluate it for. */
export interface ExpressionCase {
	raw: unknown;
	json: Record<string, unknown>;
}

type Path = Array<string | number>;

const text = fc.oneof(
	fc.constantFrom('', ' ', '\n', "'", '"', '`${1}`', '\\', '{', '}', '{{', '}}', '=', '//', '/*'),
	fc.constantFrom('. constructor', '$json', '{{ 1 }}', '<!--', '\u2028', '\ufeff', 'No. ', 'ü😀'),
	fc.string({ unit: 'grapheme', maxLength: 6 }),
	// Any 16-bit units, so lone surrogates too.
	fc.uint16Array({ maxLength: 4 }).map((units) => String.fromCharCode(...units)),
);

const name = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.constantFrom('a', 'x1', '_z', '$y', 'größe', 'at', 'length', 'name', 'class'),
	},
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			'a b',
			'Price {EUR}',
			'policy.first_name',
			'0',
			'01',
			'-1',
			"it's",
			'日本',
			'😀',
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom('constructor', '__proto__', 'toString', '$', '$item', '__isError'),
	},
	{ weight: 1, arbitrary: text },
);

const simple = fc.oneof(
	fc.constantFrom(null, undefined, '', 0, -0, NaN, Infinity, -Infinity, 1e21, 2 ** 53, 1e-7),
	fc.boolean(),
	fc.integer(),
	fc.double(),
	fc.date(),
	text,
	text,
);
const { value } = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		simple,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(name, tie('value'), { maxKeys: 4 }),
	),
}));
const item = fc.dictionary(name, value, { minKeys: 1, maxKeys: 6 });

/** The paths to everything in a value. */
function pathsIn(holder: unknown): Path[] {
	if (typeof holder !== 'object' || holder === null) return [];
	const keys: Path = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
	return keys.flatMap((key) => [
		[key],
		...pathsIn((holder as Record<string, unknown>)[key]).map((rest) => [key, ...rest]),
	]);
}

function writeStep(part: string | number): fc.Arbitrary<string> {
	if (typeof part === 'number') return fc.constant(`[${part}]`);
	const quoted = [`["${part}"]`, `['${part}']`];
	return fc.constantFrom(...quoted, /^[\p{L}$_][\p{L}\w$]*$/u.test(part) ? `.${part}` : quoted[0]!);
}

function writeReference(json: Record<string, unknown>): fc.Arbitrary<string> {
	const there = fc
		.constantFrom(...pathsIn(json))
		.chain((path) => fc.tuple(...path.map((part) => writeStep(part))));
	const anywhere = fc.array(fc.oneof(name, fc.nat(3)).chain(writeStep), {
		minLength: 1,
		maxLength: 3,
	});
	const odd = fc.constantFrom('?.a', '.a()', '[00]', '[-1]', '["\\u0061"]', ' .a', '[0x1]', '');
	const steps = fc.oneof(
		{ weight: 8, arbitrary: there },
		{ weight: 2, arbitrary: anywhere },
		{ weight: 1, arbitrary: odd.map((step) => [step]) },
	);
	const space = fc.constantFrom('', ' ', '\n\t', '\u00a0', '\ufeff');
	return fc
		.tuple(space, steps, space)
		.map(([before, path, after]) => `{{${before}$json${path.join('')}${after}}}`);
}

function writeRaw(json: Record<string, unknown>): fc.Arbitrary<unknown> {
	const reference = writeReference(json);
	const mixed = fc
		.tuple(text, fc.array(fc.tuple(reference, text), { maxLength: 3 }))
		.map(([start, parts]) => `=${start}${parts.flat().join('')}`);
	return fc.oneof(
		{ weight: 6, arbitrary: reference.map((code) => `=${code}`) },
		{ weight: 4, arbitrary: mixed },
		{ weight: 1, arbitrary: fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)) },
	);
}

/** References of every kind into items of every kind, most of them to what is there, with text around, and fixed values. */
export const expressionCases: fc.Arbitrary<ExpressionCase> = item.chain((json) =>
	fc.record({ raw: writeRaw(json), json: fc.constant(json) }),
);
