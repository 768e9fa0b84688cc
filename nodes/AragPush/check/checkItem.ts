import type { Remark } from '../../shared/values/remark';
import { ADDITIONAL_FIELDS, PAIR_FIELDS, PUSH_FIELDS } from '../request/fields';
import type { PolicyRequest } from '../request/policyKey';
import { checkName, checkPair } from './checkPair';
import { checkValue } from './checkValue';
import type { Finding } from './finding';

/** One item after the checks: a request to send, or what is wrong with it. */
export type CheckedItem =
	{ request: PolicyRequest; warnings: Finding[] } | { request?: undefined; findings: Finding[] };

export interface ItemContext {
	/** n8n's, an IANA name. */
	timeZone?: string;
	/** Why parameters have no value, by their names: their expressions failed. */
	unresolved?: ReadonlyMap<string, string>;
}

/** One item's values, by parameter name, to the request for KASKO, or to everything that is wrong with them. */
export function checkItem(
	values: Record<string, unknown>,
	{ timeZone, unresolved = new Map() }: ItemContext = {},
): CheckedItem {
	const request = {};
	const findings: Finding[] = [];
	const warnings: Finding[] = [];

	for (const { parameter, label, path, kind } of PUSH_FIELDS) {
		const reason = unresolved.get(parameter);
		if (reason !== undefined) {
			findings.push(notResolved(parameter, label, reason));
			continue;
		}
		const subject = `'${label}'`;
		const warn = (found: Remark) => warnings.push(toFinding(parameter, subject, found));
		const value = checkValue(kind, values[parameter], warn, timeZone);
		if (typeof value !== 'string') findings.push(toFinding(parameter, subject, value));
		else if (value === '') findings.push(empty(parameter, subject));
		else setAt(request, path, value);
	}

	const { parameter: additional, label: additionalLabel } = ADDITIONAL_FIELDS;
	const reason = unresolved.get(additional);
	if (reason !== undefined) findings.push(notResolved(additional, additionalLabel, reason));
	const collections = (values[additional] ?? {}) as Record<string, unknown>;
	for (const { parameter, label, path } of PAIR_FIELDS) {
		for (const { name: givenName, value } of pairsOf(collections[parameter])) {
			const name = checkName(givenName);
			if (typeof name !== 'string') {
				findings.push(toFinding(parameter, `A name in '${label}'`, name));
				continue;
			}
			if (name === '') {
				findings.push({
					field: parameter,
					code: 'required',
					message: `A value in '${label}' has no name`,
					hint: 'Give it one.',
				});
				continue;
			}
			const subject = `'${name}' in '${label}'`;
			const { json, notes } = checkPair(value, timeZone);
			for (const { at, remark: found, isWarning } of notes) {
				const place = at === '' ? subject : `'${name}.${at}' in '${label}'`;
				(isWarning ? warnings : findings).push(toFinding(parameter, place, found));
			}
			if (json === undefined || json === null || json === '') {
				if (notes.length === 0) findings.push(empty(parameter, subject));
			} else if (!setAt(request, [...path, name], json)) {
				const hint = 'Remove one of the two.';
				const message = `${subject} is set already`;
				findings.push({ field: parameter, code: 'duplicateName', message, hint });
			}
		}
	}

	return findings.length > 0 ? { findings } : { request: request as PolicyRequest, warnings };
}

interface Pair {
	name?: unknown;
	value?: unknown;
}

/** The pairs of n8n's `{ field: [{ name, value }] }`. */
function pairsOf(collection: unknown): Pair[] {
	const pairs = (collection as { field?: unknown } | undefined)?.field;
	return Array.isArray(pairs) ? (pairs as Pair[]) : [];
}

/** Sets `value` at `path`, making the objects on the way. False when something stands there already. */
function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
	const [key, ...rest] = path as [string, ...string[]];
	if (rest.length === 0) {
		if (Object.hasOwn(target, key)) return false;
		target[key] = value;
		return true;
	}
	if (!Object.hasOwn(target, key)) target[key] = {};
	return setAt(target[key] as Record<string, unknown>, rest, value);
}

function toFinding(field: string, subject: string, { code, value, says, hint }: Remark): Finding {
	return { field, code, value, message: `${subject} ${says}`, hint };
}

function empty(field: string, subject: string): Finding {
	return { field, code: 'required', message: `${subject} is empty`, hint: 'Fill it in.' };
}

function notResolved(field: string, label: string, reason: string): Finding {
	return {
		field,
		code: 'notResolved',
		message: `The expression in '${label}' has no result: ${reason}`,
		hint: 'Correct the expression.',
	};
}
