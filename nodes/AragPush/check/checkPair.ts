import { isLuxonDate } from '../../shared/values/day';
import { readText } from '../../shared/values/readText';
import type { Remark, Warn } from '../../shared/values/remark';
import { remark } from '../../shared/values/remark';
import { checkValue, unreadable, writeDate } from './checkValue';

/** n8n's HTTP client leaves these out of a request without a word, at any depth. */
const NEVER_SENT = ['__proto__', 'constructor', 'prototype'];
const DEEPEST = 100;

/** What was noted of one additional value: `at` is its place in it, such as `owner.name`, '' for the value itself. */
export interface Note {
	at: string;
	remark: Remark;
	isWarning: boolean;
}

/** The name of an additional value, or what is wrong with it; '' for none. */
export function checkName(name: unknown, warn: Warn): string | Remark {
	const text = readText(name, 'exact', warn);
	return typeof text === 'string' && NEVER_SENT.includes(text) ? neverSent(text) : text;
}

/**
 * An additional value as it is written in JSON: texts as everywhere, dates in ISO 8601, numbers, true, false and null as
 * they are, lists and objects with all that is in them. Undefined for none. A date that cannot be meant is only doubtful here:
 * it may well be somebody's birthday.
 */
export function checkPair(
	value: unknown,
	timeZone: string | undefined,
): { json: unknown; notes: Note[] } {
	const notes: Note[] = [];
	const refuse = (at: string, found: Remark) => notes.push({ at, remark: found, isWarning: false });
	const warn = (at: string, found: Remark) => notes.push({ at, remark: found, isWarning: true });

	/** `around` holds the lists and objects that `given` stands in, outermost first. */
	function toJson(given: unknown, at: string, around: readonly unknown[]): unknown {
		if (given === null || typeof given === 'boolean') return given;
		if (given instanceof Date || isLuxonDate(given)) return dateToJson(given, at);
		if (typeof given === 'number' || typeof given === 'string' || typeof given === 'bigint') {
			const text = readText(given, 'free', (found) => warn(at, found));
			if (typeof text !== 'string') refuse(at, text);
			return typeof given === 'number' ? given : text;
		}
		if (typeof given === 'object' && !around.includes(given) && around.length < DEEPEST) {
			const within = [...around, given];
			if ('toJSON' in given && typeof given.toJSON === 'function' && !ArrayBuffer.isView(given)) {
				return toJson(given.toJSON(), at, within);
			}
			if (Array.isArray(given)) {
				return Array.from(given, (entry, i) => toJson(entry, join(at, i), within));
			}
			if (isFieldsOnly(given)) return objectToJson(given, at, within);
		}
		const hint = 'Map a text, a number, a list or an object of such values.';
		refuse(at, remark('notText', given, "can't be written in JSON", hint));
		return undefined;
	}

	function dateToJson(given: unknown, at: string): string | undefined {
		const checked = checkValue('date', given, (found) => warn(at, found), timeZone);
		if (typeof checked === 'string') return checked;
		// Of other dates there is no text that KASKO would read as the same one.
		if (checked.code !== 'noSuchDay') {
			refuse(at, checked);
			return undefined;
		}
		warn(at, checked);
		return writeDate(given, timeZone);
	}

	function objectToJson(
		given: object,
		at: string,
		within: readonly unknown[],
	): Record<string, unknown> {
		const json: Record<string, unknown> = {};
		for (const [key, entry] of Object.entries(given)) {
			const name = checkName(key, (found) => warn(join(at, key), found));
			if (typeof name !== 'string') {
				refuse(at, { ...name, says: `has a name in it that ${name.says}` });
			} else if (Object.hasOwn(json, name)) {
				const says = 'is there twice, by names that look the same';
				refuse(join(at, name), remark('notText', name, says, 'Remove one of the two.'));
			} else if (entry !== undefined) json[name] = toJson(entry, join(at, name), within);
		}
		return json;
	}

	try {
		return { json: value === undefined ? undefined : toJson(value, '', []), notes };
	} catch (error) {
		refuse('', unreadable(value, error));
		return { json: undefined, notes };
	}
}

/** Whether its fields are all there is to an object; of others, such as maps, errors and files, JSON keeps little or nothing. */
function isFieldsOnly(value: object): boolean {
	return Object.prototype.toString.call(value) === '[object Object]';
}

function neverSent(name: string): Remark {
	return remark('notAllowed', name, `is '${name}', which cannot be sent`, 'Choose another one.');
}

function join(at: string, key: string | number): string {
	return at === '' ? String(key) : `${at}.${key}`;
}
