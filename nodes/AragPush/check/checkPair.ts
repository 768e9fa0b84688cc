import { isLuxonDate } from '../../shared/values/day';
import { readText } from '../../shared/values/readText';
import type { Remark } from '../../shared/values/remark';
import { remark } from '../../shared/values/remark';
import { writeDate } from './checkValue';

/** n8n's HTTP client leaves these out of a request without a word, at any depth. */
const NEVER_SENT = ['__proto__', 'constructor', 'prototype'];
const MAX_DEPTH = 20;

/** What was noted of one additional value: `at` is its place in it, such as `owner.name`, '' for the value itself. */
export interface Note {
	at: string;
	remark: Remark;
	isWarning: boolean;
}

/** The name of an additional value, or what is wrong with it; '' for none. */
export function checkName(name: unknown): string | Remark {
	const text = readText(name, 'exact', () => undefined);
	return typeof text === 'string' && NEVER_SENT.includes(text) ? neverSent(text) : text;
}

/**
 * An additional value as it is written in JSON: texts as everywhere, dates in ISO 8601, numbers, true, false and null as
 * they are, lists and objects with all that is in them. Undefined for none.
 */
export function checkPair(value: unknown): { json: unknown; notes: Note[] } {
	const notes: Note[] = [];
	const refuse = (at: string, found: Remark) => notes.push({ at, remark: found, isWarning: false });

	function toJson(given: unknown, at: string, depth: number): unknown {
		if (given === null || typeof given === 'boolean') return given;
		if (given instanceof Date || isLuxonDate(given)) {
			const text = writeDate(given);
			if (text === undefined)
				refuse(at, remark('notDate', given, 'is not a valid date', 'Map another value.'));
			return text;
		}
		if (typeof given === 'number' || typeof given === 'string' || typeof given === 'bigint') {
			const text = readText(given, 'free', (found) =>
				notes.push({ at, remark: found, isWarning: true }),
			);
			if (typeof text !== 'string') refuse(at, text);
			return typeof given === 'number' ? given : text;
		}
		if (typeof given !== 'object' || depth > MAX_DEPTH || isNotJson(given)) {
			refuse(
				at,
				remark(
					'notText',
					given,
					"can't be written in JSON",
					'Map a text, a number, a list or an object of such values.',
				),
			);
			return undefined;
		}
		if ('toJSON' in given && typeof given.toJSON === 'function') {
			return toJson(given.toJSON(), at, depth + 1);
		}
		if (Array.isArray(given)) return given.map((entry, i) => toJson(entry, join(at, i), depth + 1));
		return objectToJson(given, at, depth);
	}

	function objectToJson(given: object, at: string, depth: number): Record<string, unknown> {
		const json: Record<string, unknown> = {};
		for (const [key, entry] of Object.entries(given)) {
			const name = checkName(key);
			if (typeof name !== 'string') refuse(at, name);
			else if (Object.hasOwn(json, name))
				refuse(
					join(at, name),
					remark(
						'notText',
						name,
						'is there twice, by names that look the same',
						'Remove one of the two.',
					),
				);
			else if (entry !== undefined) json[name] = toJson(entry, join(at, name), depth + 1);
		}
		return json;
	}

	return { json: value === undefined ? undefined : toJson(value, '', 0), notes };
}

/** Objects of which JSON keeps nothing. */
function isNotJson(value: object): boolean {
	return (
		value instanceof Map ||
		value instanceof Set ||
		value instanceof Promise ||
		value instanceof RegExp
	);
}

function neverSent(name: string): Remark {
	return remark('notAllowed', name, `is '${name}', which cannot be sent`, 'Choose another one.');
}

function join(at: string, key: string | number): string {
	return at === '' ? String(key) : `${at}.${key}`;
}
