import { remark } from '../../shared/values/remark';
import { textCheck } from './textCheck';
import type { CheckSettings, ValueCheck } from './types';

/** Currencies whose minor unit is not a hundredth (ISO 4217): none at all, a thousandth, a ten-thousandth. */
const CODES =
	/(?<!\p{L})(?:BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|UYI|VND|VUV|XAF|XOF|XPF|BHD|IQD|JOD|KWD|LYD|OMR|TND|CLF|UYW)(?!\p{L})/iu;
/** How people call them. */
const NAMES =
	/(?<!\p{L})(?:yen|won|dong|đồng|guaran[ií]e?s?|(?:cfa|cfp)[- ]?francs?|francs? cf[ap]|fcfa|(?:icelandic|isländische) (?:krona|króna|kronen?)|(?:chilean|chilenische) pesos?|(?:kuwaiti?|bahraini?|jordanian|iraqi|libyan|tunisian) dinars?|omani rials?)(?!\p{L})|JP¥|円|₩|₫|₲/iu;

/** A currency. Where amounts are converted, it has to be one of hundredths: KASKO's documentation names no other unit. */
export function currencyCheck(amounts: CheckSettings['amounts']): ValueCheck {
	const check = textCheck('line');
	if (amounts === 'minor') return check;
	return (value, warn) => {
		const text = check(value, warn);
		if (typeof text !== 'string' || !(CODES.test(text) || NAMES.test(text))) return text;
		return remark(
			'minorUnitUnknown',
			text,
			'is a currency whose minor unit is not a hundredth, so its amounts are not converted',
			"Ask KASKO in which unit to send them, then give them so and set 'Amounts' to Minor Units.",
		);
	};
}
