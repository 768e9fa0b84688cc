import { shown } from '../../shared/text';
import type { Remark } from '../../shared/values/remark';
import { ADDITIONAL_FIELDS, PAIR_FIELDS, PUSH_FIELDS } from '../request/fields';
import type { PolicyRequest } from '../request/policyKey';
import { checkName, checkPair } from './checkPair';
import { checkValue } from './checkValue';
import type { Finding } from './finding';

/** One item after the checks: a request to send, or what is wrong with it. */
export type CheckedItem =
	{ request: PolicyRequest; warnings: Finding[] } | { request?: undefined; findings: Finding[] };

/** What stands in the place of a value whose expression failed. */
export class Unresolved {
	constructor(readonly reason: string) {}
}

/** One additional value, as it was read. */
export interface Pair {
	name?: unknown;
	value?: unknown;
}

/**
 * One item's values, by parameter name, to the request for KASKO, or to everything that is wrong with them.
 * @param timeZone n8n's, an IANA name; the process's own if undefined.
 * @param today The day there, `YYYY-MM-DD`; without it, no start date counts as past.
 */
export function checkItem(
	values: Record<string, unknown>,
	timeZone?: string,
	today?: string,
): CheckedItem {
	return new ItemCheck(timeZone, today).check(values);
}

/** The pairs of n8n's `{ field: [{ name, value }] }`. */
export function pairsOf(collection: unknown): Pair[] {
	const pairs = (collection as { field?: unknown } | undefined)?.field;
	return Array.isArray(pairs) ? pairs.map((pair: Pair | null) => pair ?? {}) : [];
}

type PairField = (typeof PAIR_FIELDS)[number];

class ItemCheck {
	private readonly request = {};
	private readonly findings: Finding[] = [];
	private readonly warnings: Finding[] = [];

	constructor(
		private readonly timeZone: string | undefined,
		private readonly today = '',
	) {}

	check(values: Record<string, unknown>): CheckedItem {
		for (const field of PUSH_FIELDS) this.checkField(field, values[field.parameter]);
		this.checkAdditional(values[ADDITIONAL_FIELDS.parameter] ?? {});
		const { request, findings, warnings } = this;
		return findings.length > 0 ? { findings } : { request: request as PolicyRequest, warnings };
	}

	private checkField(
		{ parameter, label, path, kind }: (typeof PUSH_FIELDS)[number],
		given: unknown,
	) {
		const subject = `'${label}'`;
		if (given instanceof Unresolved) return this.refuseUnresolved(parameter, subject, given);
		const warn = (found: Remark) => this.warnings.push(toFinding(parameter, subject, found));
		const value = checkValue(kind, given, warn, this.timeZone);
		if (typeof value !== 'string') this.findings.push(toFinding(parameter, subject, value));
		else if (value === '') this.refuse(parameter, 'required', `${subject} is empty`, 'Fill it in.');
		else {
			setAt(this.request, path, value);
			// Both are ISO 8601, which sorts as text.
			if (kind === 'date' && value.slice(0, this.today.length) < this.today) {
				this.warnings.push({ field: parameter, ...startsInPast(subject, value) });
			}
		}
	}

	private checkAdditional(collections: object) {
		const { parameter, label } = ADDITIONAL_FIELDS;
		if (collections instanceof Unresolved) {
			return this.refuseUnresolved(parameter, `'${label}'`, collections);
		}
		for (const field of PAIR_FIELDS) {
			const collection = (collections as Record<string, unknown>)[field.parameter];
			for (const pair of pairsOf(collection)) this.checkPair(field, pair);
		}
	}

	private checkPair({ parameter, label, path }: PairField, { name: givenName, value }: Pair) {
		if (givenName instanceof Unresolved) {
			return this.refuseUnresolved(parameter, `a name in '${label}'`, givenName);
		}
		const place = `A name in '${label}'`;
		const name = checkName(givenName, (found) =>
			this.warnings.push(toFinding(parameter, place, found)),
		);
		if (typeof name !== 'string') {
			this.findings.push(toFinding(parameter, place, name));
			return;
		}
		if (name === '') {
			return this.refuse(
				parameter,
				'required',
				`A value in '${label}' has no name`,
				'Give it one.',
			);
		}
		const subject = `'${name}' in '${label}'`;
		if (value instanceof Unresolved) return this.refuseUnresolved(parameter, subject, value);
		const { json, notes } = checkPair(value, this.timeZone);
		for (const { at, remark, isWarning } of notes) {
			const where = at === '' ? subject : `'${name}.${at}' in '${label}'`;
			(isWarning ? this.warnings : this.findings).push(toFinding(parameter, where, remark));
		}
		if (json === null || json === '' || (json === undefined && notes.length === 0)) {
			this.refuse(parameter, 'required', `${subject} is empty`, 'Fill it in, or remove it.');
		} else if (json !== undefined && !setAt(this.request, [...path, name], json)) {
			this.refuse(
				parameter,
				'duplicateName',
				`${subject} is set already`,
				'Remove one of the two.',
			);
		}
	}

	private refuse(field: string, code: Finding['code'], message: string, hint: string) {
		this.findings.push({ field, code, message, hint });
	}

	private refuseUnresolved(field: string, subject: string, { reason }: Unresolved) {
		const message = `The expression in ${subject} has no result: ${reason}`;
		this.refuse(field, 'notResolved', message, 'Correct the expression.');
	}
}

function startsInPast(subject: string, value: string): Omit<Finding, 'field'> {
	const message = `${subject} is in the past`;
	const hint = 'It is sent as it is. Check that it is meant.';
	return { code: 'startsInPast', value: shown(value), message, hint };
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
