import { asSeen } from '../../shared/identity';
import { remark } from '../../shared/values/remark';
import { textCheck } from './textCheck';
import type { CheckSettings, ValueCheck } from './types';

/** Currencies whose minor unit is not a hundredth (ISO 4217): none at all, a thousandth, a ten-thousandth. */
const CODES =
	/(?<!\p{L})(?:BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|UYI|VND|VUV|XAF|XOF|XPF|BHD|IQD|JOD|KWD|LYD|OMR|TND|CLF|UYW)(?!\p{L})/iu;
/** The same by their numbers. */
const NUMBERS =
	/^(?:108|152|262|324|352|392|174|410|600|646|800|940|704|548|950|952|953|0?48|368|400|414|434|512|788|990|927)$/;
const COUNTRIES =
	'(?:chil\\p{L}*|burund\\p{L}*|rwand\\p{L}*|ruand\\p{L}*|djibout\\p{L}*|dschibut\\p{L}*|guine\\p{L}*|comor\\p{L}*|komor\\p{L}*|ugand\\p{L}*|icelandic|íslensk\\p{L}*|isl[aä]nd\\p{L}+|kuwai\\p{L}*|kowe\\p{L}*|bahr\\p{L}*|jordan\\p{L}*|ira[qk]\\p{L}*|lib\\p{L}*|lyb\\p{L}*|tun[ie]\\p{L}*|oman\\p{L}*)';
const UNITS =
	'(?:pesos?|francs?|franken|shillings?|schilling|kron[ae]n?|krón\\p{L}*|couronnes?|dinare?s?|rials?|riyals?)';
/** How people call them. */
const NAMES = new RegExp(
	`(?<!\\p{L})(?:yens?|won|dong|đồng|guaran[ií]e?s?|vatu|(?:cfa|cfp)[- ]?(?:francs?|franken)|francs? cf[ap]|(?:f\\.? ?)?cf[ap]|${COUNTRIES}[- ]${UNITS}|${UNITS} ${COUNTRIES})(?!\\p{L})|JP¥|円|₩|원|₫|₲`,
	'iu',
);

/** The sign of the yen and of the yuan, where nothing says that it is the yuan's. */
const YEN_OR_YUAN = /^(?!.*(?:CN|RMB|yuan|元)).*¥/iu;

/** In a run of their own: the setting would make a hundredth of all other amounts. */
export const MINOR_UNIT_HINT =
	"Ask KASKO in which unit to send such amounts, then send their rows so, in a run of their own with 'Amounts' set to Minor Units.";

/** Whether a text has the sign that stands for yen, which have no hundredths, and for yuan, which have. */
export function isYenOrYuan(text: string): boolean {
	return YEN_OR_YUAN.test(text.normalize('NFKC'));
}

/** Whether a text names a currency whose minor unit is not a hundredth, alone or beside an amount. */
export function hasOtherMinorUnit(text: string): boolean {
	const seen = asSeen(text).normalize('NFKC');
	return CODES.test(seen) || NAMES.test(seen);
}

/** A currency. Where amounts are converted, it has to be one of hundredths: KASKO's documentation names no other unit. */
export function currencyCheck(amounts: CheckSettings['amounts']): ValueCheck {
	const check = textCheck('line');
	if (amounts === 'minor') return check;
	return (value, warn) => {
		const text = check(value, warn);
		if (typeof text !== 'string') return text;
		if (hasOtherMinorUnit(text) || NUMBERS.test(asSeen(text).normalize('NFKC'))) {
			return remark(
				'minorUnitUnknown',
				text,
				'is a currency whose minor unit is not a hundredth, so its amounts are not converted',
				MINOR_UNIT_HINT,
			);
		}
		if (isYenOrYuan(text)) {
			const hint = `The amounts are converted as those of yuan. If they are yen, do not send them. ${MINOR_UNIT_HINT}`;
			warn(remark('minorUnitUnknown', text, 'may be yen, which have no hundredths', hint));
		}
		return text;
	};
}
