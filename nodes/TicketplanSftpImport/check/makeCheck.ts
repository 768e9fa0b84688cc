import type { Warn } from '../../shared/values/remark';
import type { Column } from '../columns/columns';
import type { Finding } from '../finding';
import { findingIn } from '../finding';
import { amountCheck, undocumentedAmountCheck } from './amountCheck';
import { currencyCheck } from './currencyCheck';
import { dateCheck } from './dateCheck';
import { flagCheck } from './flagCheck';
import { integerCheck } from './integerCheck';
import { specialTextCheck, textCheck } from './textCheck';
import type { CellCheck, CheckSettings, ValueCheck } from './types';

/** The check of a column, ready to be called for each of its cells. */
export function makeCheck(column: Column, settings: CheckSettings): CellCheck {
	const { name, required } = column;
	const check = valueCheck(column, settings);
	const missing: Finding = {
		column: name,
		code: 'required',
		value: '',
		message: `'${name}' is empty, and KASKO requires it`,
		hint: `Map ${column.help}, e.g. ${column.example}.`,
	};
	// Made anew for another listener only: cells are many, and they all have the same one.
	let listener: ((warning: Finding) => void) | undefined;
	let warnHere: Warn = () => undefined;
	return (value, warn) => {
		if (warn !== listener) {
			listener = warn;
			warnHere = (remark) => warn(findingIn(name, remark));
		}
		const result = check(value, warnHere);
		if (typeof result !== 'string') return findingIn(name, result);
		return required && result === '' ? missing : result;
	};
}

function valueCheck({ type, isMoney }: Column, settings: CheckSettings): ValueCheck {
	switch (type) {
		case 'date':
			return dateCheck(settings);
		case 'amount':
			return amountCheck(settings.amounts);
		case 'currency':
			return currencyCheck(settings.amounts);
		case 'integer':
			return isMoney ? undocumentedAmountCheck(settings.amounts) : integerCheck;
		case 'flag':
			return flagCheck;
		case 'text':
			return textCheck('line');
		case 'name':
		case 'exact':
			return textCheck(type);
		case 'email':
		case 'language':
		case 'orderNumber':
		case 'houseNumber':
		case 'postcode':
			return specialTextCheck(type);
	}
}
