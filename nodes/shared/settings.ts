import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { speaksOfItem } from './itemReference';
import { KaskoError } from './KaskoError';
import { isExpression } from './plainExpression';
import { reasonOf, shown } from './text';

/** What n8n's panel shows of a setting; name, label and default come from the table. */
type Panel = Omit<INodeProperties, 'name' | 'displayName' | 'type' | 'default'>;

/** One thing the user can set for the run as a whole: its place in the panel and what is taken for it. */
export interface Setting<T> {
	label: string;
	default: T;
	property: Panel & Pick<INodeProperties, 'type' | 'default'>;
	/** The value, or undefined if it is none that the setting allows. */
	parse: (value: unknown) => T | undefined;
	/** What it allows; completes "Use …". */
	allowed: string;
}

/** Settings by the name of their node parameter. */
export type SettingsTable = Record<string, Setting<unknown>>;

export type ValuesOf<Table extends SettingsTable> = {
	[Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never;
};

interface NumberLimits {
	default: number;
	min: number;
	max: number;
	/** Whether only whole numbers are taken. */
	whole?: boolean;
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** A number from `min` to `max`; its text is taken, too. */
export function numberSetting(
	label: string,
	{ default: preset, min, max, whole = true }: NumberLimits,
	panel: Panel,
): Setting<number> {
	return {
		label,
		default: preset,
		property: {
			...panel,
			type: 'number',
			default: preset,
			typeOptions: { minValue: min, maxValue: max, ...(whole && { numberPrecision: 0 }) },
		},
		parse: (value) => {
			const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
			if (typeof number !== 'number' || !(number >= min && number <= max)) return undefined;
			return whole && !Number.isInteger(number) ? undefined : number;
		},
		allowed: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
	};
}

/** True or false; their texts are taken, too. */
export function flagSetting(label: string, preset: boolean, panel: Panel): Setting<boolean> {
	const values = new Map<unknown, boolean>([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
	]);
	return {
		label,
		default: preset,
		property: { ...panel, type: 'boolean', default: preset },
		parse: (value) => values.get(value),
		allowed: 'true or false',
	};
}

/** One of the listed values. */
export function choiceSetting<Value extends string>(
	label: string,
	preset: NoInfer<Value>,
	options: ReadonlyArray<INodePropertyOptions & { value: Value }>,
	panel: Panel,
): Setting<Value> {
	const values = options.map(({ value }) => value);
	return {
		label,
		default: preset,
		property: { ...panel, type: 'options', default: preset, options: [...options] },
		parse: (value) => values.find((allowed) => allowed === value),
		allowed: `one of ${values.join(', ')}`,
	};
}

/** One or more of the listed values; their text with commas is taken, too. */
export function choicesSetting<Value extends string>(
	label: string,
	preset: readonly NoInfer<Value>[],
	options: ReadonlyArray<INodePropertyOptions & { value: Value }>,
	panel: Panel,
): Setting<readonly Value[]> {
	const values = options.map(({ value }) => value);
	return {
		label,
		default: preset,
		property: { ...panel, type: 'multiOptions', default: [...preset], options: [...options] },
		parse: (value) => {
			const names: unknown[] =
				typeof value === 'string' ? value.split(',').map((name) => name.trim()) : [value].flat();
			const chosen = values.filter((allowed) => names.includes(allowed));
			return chosen.length > 0 && names.every((name) => values.some((one) => one === name))
				? chosen
				: undefined;
		},
		allowed: `one or more of ${values.join(', ')}`,
	};
}

/** Where the values of a run's settings stand. */
export interface SettingsSource {
	/** As in the workflow; an expression is text that starts with '='. Undefined if it is not set. */
	raw: (name: string) => unknown;
	/** What n8n makes of an expression. */
	evaluate: (name: string) => unknown;
}

/** What n8n gives for a parameter that is hidden, or that the workflow does not hold. */
const UNSET = {};

/**
 * The settings of a node that is executed.
 * @param atRoot Names of the parameters that stand at the root; all others are in the collection 'options'.
 * @throws KaskoError when the collection is none, as in a workflow that was written by hand.
 */
export function settingsOf(context: IExecuteFunctions, atRoot: readonly string[]): SettingsSource {
	const rawExpressions = { rawExpressions: true } as const;
	const options = readCollection(context.getNodeParameter('options', 0, {}, rawExpressions));
	return {
		raw: (name) => {
			if (!atRoot.includes(name)) return options[name];
			const value: unknown = context.getNodeParameter(name, 0, UNSET, rawExpressions);
			return value === UNSET ? undefined : value;
		},
		evaluate: (name) =>
			context.getNodeParameter(atRoot.includes(name) ? name : `options.${name}`, 0),
	};
}

function readCollection(options: unknown): Record<string, unknown> {
	if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
		return options as Record<string, unknown>;
	}
	throw new KaskoError(
		`'Options' can't be '${shown(options)}'`,
		"Set the options one by one; an expression can't stand for all of them.\nNothing was sent.",
	);
}

/**
 * All settings of a table, each checked: nothing falls back to its default but what is not set. Only the expressions of
 * the table's own settings are evaluated, once, for the first item.
 * @throws KaskoError that names every setting that can't be used, with its value.
 */
export function readSettings<Table extends SettingsTable>(
	table: Table,
	source: SettingsSource,
): ValuesOf<Table> {
	const values: Record<string, unknown> = {};
	const refusals: Refusal[] = [];
	for (const [name, setting] of Object.entries(table)) {
		const read = readSetting(name, setting, source);
		if (read instanceof Refusal) refusals.push(read);
		else values[name] = read;
	}
	if (refusals.length > 0) throw settingsError(refusals);
	return values as ValuesOf<Table>;
}

/** The panel's properties of a table, in its order. */
export function toProperties(table: SettingsTable): INodeProperties[] {
	return Object.entries(table).map(([name, { label, property }]) => ({
		displayName: label,
		name,
		...property,
	}));
}

/** A value that a setting does not take, for its refusal: of a list, the entries that are wrong. */
export function shownFor({ property, parse }: Setting<unknown>, value: unknown): string {
	const isText = typeof value === 'string';
	if (property.type !== 'multiOptions' || !(isText || Array.isArray(value))) return shown(value);
	if (value.length === 0) return isText ? '' : 'an empty list';
	const entries: unknown[] = isText ? value.split(/[,;]/).map((entry) => entry.trim()) : value;
	return entries
		.filter((entry) => parse([entry]) === undefined)
		.map(shown)
		.join("', '");
}

class Refusal {
	constructor(
		readonly message: string,
		readonly advice: string,
	) {}
}

function readSetting(name: string, setting: Setting<unknown>, source: SettingsSource): unknown {
	const { label, default: preset, property, parse, allowed } = setting;
	let value = source.raw(name);
	if (value === undefined) return preset;
	if (isExpression(value)) {
		if (property.noDataExpression) {
			return new Refusal(
				`'${label}' can't be an expression (${shown(value)})`,
				`'${label}': use ${allowed}.`,
			);
		}
		if (speaksOfItem(value)) {
			return new Refusal(
				`'${label}' holds for the whole run, but its expression speaks of one item (${shown(value)})`,
				`'${label}': use a fixed value, or an expression that is the same for all items.`,
			);
		}
		try {
			value = source.evaluate(name);
		} catch (error) {
			return new Refusal(
				`The expression in '${label}' has no result: ${reasonOf(error)}`,
				`'${label}': correct the expression, or use ${allowed}.`,
			);
		}
	}
	const parsed = parse(value);
	return parsed === undefined
		? new Refusal(
				`'${label}' can't be '${shownFor(setting, value)}'`,
				`'${label}': use ${allowed}.`,
			)
		: parsed;
}

function settingsError(refusals: readonly Refusal[]): KaskoError {
	return new KaskoError(
		refusals.map(({ message }) => message).join('; '),
		[...refusals.map(({ advice }) => advice), 'Nothing was sent.'].join('\n'),
	);
}
