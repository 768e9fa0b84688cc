import { readText } from '../../shared/values/readText';
import type { Remark } from '../../shared/values/remark';
import { remark } from '../../shared/values/remark';
import { hasOtherMinorUnit, isYenOrYuan, MINOR_UNIT_HINT } from './currencyCheck';
import { CURRENCY } from './currencyNames';
import { integerCheck, wholeToText } from './integerCheck';
import type { CheckSettings, ValueCheck } from './types';

/** Most amounts: nothing to convert. */
const PLAIN = /^[1-9]\d{0,14}$/;
const WHOLE = /^\d+$/;
const WHOLE_WITH_ZEROS = /^(\d+)[.,]0+$/;
/** Databases add zeros: 30.5000. Three digits may be thousands. */
const DECIMALS = /^(\d+)[.,](\d{1,2})$|^(\d+)[.,](\d\d)0{2,}$/;
const GROUPS = /^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:['’ ]\d{3})+$/;
const GROUPS_AND_DECIMALS =
	/^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$|^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$|^(\d{1,3}(?:['’ ]\d{3})+)[.,](\d{1,2})$/;
/** One thousand or one point something: the same characters mean both. */
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;
const SIGN = new RegExp(`^${CURRENCY} ?(?=\\d)|(?<=[\\d–—-]) ?${CURRENCY}$`, 'i');
/** How a round amount is written by hand: `30,-`. */
const NO_CENTS = /[.,](?:-{1,2}|–|—)$/;
const NEGATIVE = new RegExp(`^(?:${CURRENCY} ?)?[-−(] ?(?:${CURRENCY} ?)?[\\d.,]|\\d-$`, 'i');
/** So many decimals nobody types: they come from adding up numbers that are not exact. */
const COMPUTED = /^-?\d+(?:[.,]\d{6,}|(?:\.\d+)?e-\d+)$/i;
const DUST = 1e-7;
const DUST_SHARE = 1e-12;
const MAX_DIGITS = 15;

/** Money. KASKO wants minor units, such as cents; major ones are converted digit by digit. */
export function amountCheck(amounts: CheckSettings['amounts']): ValueCheck {
	const isMinor = amounts === 'minor';
	return (value, warn) => {
		if (isMinor) {
			if (typeof value === 'string' && PLAIN.test(value)) return value;
			if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value))
				return wholeToText(value);
		}
		const text = readText(value, 'exact', warn);
		if (typeof text !== 'string' || text === '') return text;
		// In minor units a sign would say one thing and the setting another.
		const plain = isMinor ? spaced(text) : spaced(text).replace(SIGN, '').replace(NO_CENTS, '');
		if (typeof value === 'string' && AMBIGUOUS.test(plain)) return ambiguous(text, isMinor);
		const minor = isMinor ? minorAsIs(plain) : majorToMinor(plain);
		if (minor === undefined) return isMinor ? notMinor(plain) : notMajor(plain);
		const digitsOnly = minor.replace(/^0+(?=\d)/, '');
		if (digitsOnly.length <= MAX_DIGITS) return digitsOnly;
		const hint = 'Correct the amount where it comes from.';
		return remark('unsafeNumber', text, 'is an amount too big to be exact', hint);
	};
}

/** The currency that stands beside an amount, as it stands there; undefined for none, and for one that is refused. */
export function currencyBeside(amount: string): string | undefined {
	return SIGN.exec(spaced(amount.trim()))?.[0].trim();
}

/**
 * Money of which KASKO's documentation says no more than that it is a whole number. It is converted like all other
 * amounts, and that is said.
 */
export function undocumentedAmountCheck(amounts: CheckSettings['amounts']): ValueCheck {
	if (amounts === 'minor') return integerCheck;
	const check = amountCheck(amounts);
	return (value, warn) => {
		const minor = check(value, warn);
		if (typeof minor === 'string' && minor !== '') {
			const says = 'is in a column of which KASKO names no unit';
			const hint = `It is converted like the other amounts and sent as ${minor}. Ask KASKO whether that is right.`;
			warn(remark('minorUnitUnknown', value, says, hint));
		}
		return minor;
	};
}

function spaced(text: string): string {
	return text.replace(/[\u00A0\u2009\u202F]/g, ' ');
}

function minorAsIs(text: string): string | undefined {
	return WHOLE.test(text) ? text : undefined;
}

function majorToMinor(text: string): string | undefined {
	if (WHOLE.test(text)) return `${text}00`;
	if (GROUPS.test(text)) return `${digits(text)}00`;
	const [, ...parts] = DECIMALS.exec(text) ?? GROUPS_AND_DECIMALS.exec(text) ?? [];
	const [whole, decimals] = parts.filter((part) => part !== undefined);
	if (whole !== undefined && decimals !== undefined) return digits(whole) + decimals.padEnd(2, '0');
	return COMPUTED.test(text) ? wholeNear(toNumber(text) * 100) : undefined;
}

/** The whole number that a sum was meant to be; undefined if it is not that near to one. */
function wholeNear(value: number): string | undefined {
	const whole = Math.round(value);
	const near = Math.abs(value - whole) <= Math.max(DUST, whole * DUST_SHARE);
	return near && whole >= 0 ? wholeToText(whole) : undefined;
}

function toNumber(text: string): number {
	return Number(text.replace(',', '.'));
}

function digits(text: string): string {
	return text.replace(/\D/g, '');
}

function ambiguous(text: string, isMinor: boolean): Remark {
	const whole = digits(text);
	const hint = isMinor
		? `Write ${whole} if it is in minor units, or ${whole}00 if ${whole}.00 euros or the like are meant.`
		: 'Write the amount without thousands separators, with two decimals if it has any.';
	return remark('ambiguousAmount', text, 'has a separator for thousands or for decimals', hint);
}

function notMinor(text: string): Remark {
	const says = 'is not a whole amount in minor units, such as cents';
	return negative(text) ?? remark('notAmount', text, says, adviseMinor(text));
}

/** Never simply to change the setting: it would make a hundredfold of all other amounts. */
function adviseMinor(text: string): string {
	if (SIGN.test(text)) return `${DIGITS_ONLY} ${ALL_MAJOR}`;
	const computed = COMPUTED.test(text) ? wholeNear(toNumber(text)) : undefined;
	const whole = WHOLE_WITH_ZEROS.exec(text)?.[1] ?? (GROUPS.test(text) ? digits(text) : undefined);
	if (whole === undefined && computed !== undefined) {
		return `It looks like ${computed}: round it where it comes from, e.g. with Math.round().`;
	}
	const asMajor = majorToMinor(text)?.replace(/^0+(?=\d)/, '');
	if (asMajor === undefined) return DIGITS_ONLY;
	const ifMajor = `${asMajor} if ${text} stands for euros or the like.`;
	if (whole === undefined) return `Write ${ifMajor} ${ALL_MAJOR}`;
	// Which is meant must be asked.
	const ifMinor = whole.replace(/^0+(?=\d)/, '');
	return ifMinor === '0' ? 'Write 0.' : `Write ${ifMinor} if it is in minor units, or ${ifMajor}`;
}

const DIGITS_ONLY = 'Write digits only, e.g. 3000 for 30.00.';
const ALL_MAJOR =
	"If all amounts of the run are in euros or the like, set the option 'Amounts' to 'Major Units' instead.";

function notMajor(text: string): Remark {
	if (hasOtherMinorUnit(text) || isYenOrYuan(text)) {
		const says = 'is in a currency whose minor unit may not be a hundredth, so it is not converted';
		return remark('minorUnitUnknown', text, says, MINOR_UNIT_HINT);
	}
	const hint = 'Write it like 1234.50 or 1.234,50; a sign such as € may stand beside it.';
	return (
		negative(text) ?? remark('notAmount', text, 'is not an amount with at most two decimals', hint)
	);
}

function negative(text: string): Remark | undefined {
	if (!NEGATIVE.test(text)) return undefined;
	const hint =
		'An amount is a number from 0. Correct it where it comes from, or leave the row out.';
	return remark('notAmount', text, 'is a negative amount', hint);
}
