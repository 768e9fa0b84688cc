import { trimText } from '../../shared/trimText';
import type { FieldKind } from '../request/fields';

interface CheckedValue {
	value: string;
	/** Why the value cannot be sent. */
	problem?: string;
	/** What looks odd about a value that is sent all the same. */
	hint?: string;
}

const ISO_DATE =
	/^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function dayExists(year: number, month: number, day: number): boolean {
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const CHECKS: Record<FieldKind, (value: string) => CheckedValue> = {
	text: (value) => ({ value }),

	email: (value) =>
		/^[^\s@]+@[^\s@]+$/.test(value)
			? { value }
			: { value, problem: 'is not an email address. Use the form name@email.com.' },

	date: (value) => {
		const match = ISO_DATE.exec(value);
		if (!match) {
			return {
				value,
				problem: 'is not an ISO date. Use the form 2027-02-13 or 2027-02-13T10:34:39+00:00.',
			};
		}
		return dayExists(Number(match[1]), Number(match[2]), Number(match[3]))
			? { value }
			: { value, problem: 'is a day that does not exist. Correct the date.' };
	},

	vin: (given) => {
		const value = given.toUpperCase();
		// KASKO's own example is 12345: an odd VIN is worth a look, no reason to refuse it.
		return /^[A-HJ-NPR-Z0-9]{17}$/.test(value)
			? { value }
			: { value, hint: 'does not have 17 characters without the letters I, O and Q' };
	},
};

function isLuxonDate(value: unknown): value is { toISO(): string | null } {
	return typeof (value as { toISO?: unknown }).toISO === 'function';
}

function toText(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return trimText(value);
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	// n8n's $now and $today are Luxon dates.
	if (isLuxonDate(value)) return value.toISO() ?? undefined;
	return undefined;
}

/**
 * Checks and tidies one value of an item. Text is trimmed, a number becomes text, a date stays as given.
 */
export function checkValue(kind: FieldKind, given: unknown): CheckedValue {
	const value = toText(given);
	if (value === undefined) {
		return {
			value: '',
			problem: 'must be text. Map a single value to it, not a list or an object.',
		};
	}
	if (value === '') return { value, problem: 'is empty. Fill it in.' };
	return CHECKS[kind](value);
}
