import { trimText } from '../../shared/trimText';
import { checkValue } from './checkValue';
import { PAIR_FIELDS, PUSH_FIELDS } from '../request/fields';
import type { PolicyRequest } from '../request/policyKey';

/** n8n's HTTP client leaves these out of a request without a word. */
const NEVER_SENT = ['__proto__', 'constructor', 'prototype'];

interface Pair {
	name?: unknown;
	value?: unknown;
}

/** Sets `value` at `path`, making the objects on the way. False when something stands there already. */
function place(target: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
	const [key, ...rest] = path as [string, ...string[]];
	if (rest.length === 0) {
		if (Object.hasOwn(target, key)) return false;
		target[key] = value;
		return true;
	}
	if (!Object.hasOwn(target, key)) target[key] = {};
	return place(target[key] as Record<string, unknown>, rest, value);
}

/** The pairs of n8n's `{ field: [{ name, value }] }`. */
function pairsOf(collection: unknown): Pair[] {
	const pairs = (collection as { field?: unknown } | undefined)?.field;
	return Array.isArray(pairs) ? (pairs as Pair[]) : [];
}

/**
 * One item's values, by parameter name, to the request for KASKO, or to everything that is wrong with them.
 * `hints` are oddities that do not keep the item from being sent.
 */
export function checkItem(values: Record<string, unknown>): CheckedItem {
	const request = {};
	const findings: Finding[] = [];
	const hints: Finding[] = [];

	for (const { parameter, label, path, kind } of PUSH_FIELDS) {
		const { value, problem, hint } = checkValue(kind, values[parameter]);
		place(request, path, value);
		if (problem) findings.push({ field: parameter, message: `'${label}' ${problem}` });
		if (hint) hints.push({ field: parameter, message: `'${label}' ${hint}` });
	}

	const additional = (values.additionalFields ?? {}) as Record<string, unknown>;
	for (const { parameter, label, path } of PAIR_FIELDS) {
		for (const { name, value } of pairsOf(additional[parameter])) {
			const key = typeof name === 'string' ? trimText(name) : '';
			if (key === '') {
				findings.push({
					field: parameter,
					message: `A value in '${label}' has no name. Give it one.`,
				});
			} else if (NEVER_SENT.includes(key)) {
				findings.push({
					field: parameter,
					message: `'${label}' has the name '${key}', which cannot be sent. Choose another one.`,
				});
			} else if (!place(request, [...path, key], value)) {
				findings.push({
					field: parameter,
					message: `'${label}' has '${key}' although it is set already. Remove one of the two.`,
				});
			}
		}
	}

	return findings.length > 0 ? { findings } : { request: request as PolicyRequest, hints };
}

/** What is wrong with one value of an item: `field` is the parameter's name. */
export interface Finding {
	field: string;
	message: string;
}

/** One item after the checks: a request to send, or what is wrong with it. */
export type CheckedItem =
	{ request: PolicyRequest; hints: Finding[] } | { request?: undefined; findings: Finding[] };
