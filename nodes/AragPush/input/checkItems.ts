import type { IExecuteFunctions } from 'n8n-workflow';

import { compilePlainExpression, isExpression, LEFT_TO_N8N } from '../../shared/plainExpression';
import type { Progress } from '../../shared/Progress';
import { reasonOf } from '../../shared/text';
import { today, writeDay } from '../../shared/values/day';
import type { CheckedItem, Pair } from '../check/checkItem';
import { checkItem, pairsOf, Unresolved } from '../check/checkItem';
import { ADDITIONAL_FIELDS, PAIR_FIELDS, PUSH_FIELDS } from '../request/fields';

const PARAMETERS = [...PUSH_FIELDS, ADDITIONAL_FIELDS];

/** So many items pass between two looks at the clock. */
const ITEMS_PER_LOOK = 100;

type Reader = (json: unknown) => unknown;

function holdsExpression(raw: unknown): boolean {
	if (typeof raw !== 'object' || raw === null) return isExpression(raw);
	return Object.values(raw).some(holdsExpression);
}

/** As `compilePlainExpression`, for a collection: undefined when any value in it needs n8n. */
function compile(raw: unknown): Reader | undefined {
	if (typeof raw !== 'object' || raw === null) return compilePlainExpression(raw);
	const entries = Object.entries(raw).map(([key, value]) => [key, compile(value)] as const);
	if (!entries.every((entry): entry is [string, Reader] => entry[1] !== undefined))
		return undefined;
	return (json) => {
		const values = entries.map(([key, read]) => [key, read(json)] as const);
		if (values.some(([, value]) => value === LEFT_TO_N8N)) return LEFT_TO_N8N;
		return Array.isArray(raw) ? values.map(([, value]) => value) : Object.fromEntries(values);
	};
}

/**
 * Reads and checks the parameters of every item. Plain references are resolved here, since n8n takes about a
 * millisecond for each expression, everything else by n8n for each item; what n8n cannot resolve is a finding of its
 * item, beside all others.
 */
export function readItems(context: IExecuteFunctions, progress: Progress): CheckedItem[] {
	const readers = PARAMETERS.map(({ parameter }) => {
		const raw = context.getNodeParameter(parameter, 0, '', { rawExpressions: true });
		return { parameter, raw, read: holdsExpression(raw) ? compile(raw) : undefined };
	});
	const timeZone = context.getTimezone();
	const day = writeDay(today(timeZone));
	return context.getInputData().map(({ json }, item, { length }) => {
		if (item % ITEMS_PER_LOOK === 0) {
			progress.tell(() => `${item} of ${length} items checked so far`);
		}
		const values: Record<string, unknown> = {};
		for (const { parameter, raw, read } of readers) {
			try {
				const value = read ? read(json) : LEFT_TO_N8N;
				values[parameter] =
					value === LEFT_TO_N8N ? context.getNodeParameter(parameter, item, '') : value;
			} catch (error) {
				const pairs =
					parameter === ADDITIONAL_FIELDS.parameter ? readPairs(context, raw, item) : undefined;
				values[parameter] = pairs ?? new Unresolved(reasonOf(error));
			}
		}
		return checkItem(values, timeZone, day);
	});
}

/** The additional fields one by one, when not all of them have a result. Undefined if that does not show which. */
function readPairs(
	context: IExecuteFunctions,
	raw: unknown,
	item: number,
): Record<string, { field: Pair[] }> | undefined {
	if (typeof raw !== 'object' || raw === null) return undefined;
	let failed = false;
	const read = (path: string): unknown => {
		try {
			return context.getNodeParameter(path, item, '');
		} catch (error) {
			failed = true;
			return new Unresolved(reasonOf(error));
		}
	};
	const collections = PAIR_FIELDS.map(({ parameter }) => {
		const field = pairsOf((raw as Record<string, unknown>)[parameter]).map((_, index): Pair => {
			const path = `${ADDITIONAL_FIELDS.parameter}.${parameter}.field[${index}]`;
			return { name: read(`${path}.name`), value: read(`${path}.value`) };
		});
		return [parameter, { field }] as const;
	});
	return failed ? Object.fromEntries(collections) : undefined;
}
