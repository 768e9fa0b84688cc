import type { Column } from '../columns/columns';
import { checkAmount } from './checkAmount';
import { checkDate } from './checkDate';
import { checkFlag } from './checkFlag';
import { checkInteger } from './checkInteger';
import { checkSpecialText } from './checkSpecialText';
import { checkText } from './checkText';
import { problem } from '../finding';
import type { CellCheck, CheckSettings } from './types';

/** The check of a column, ready to be called for each of its cells. */
export function makeCheck(column: Column, settings: CheckSettings): CellCheck {
	const check = checkOfType(column, settings);
	if (!column.required) return check;
	const missing = problem(
		column.name,
		'required',
		'',
		`'${column.name}' is empty, and KASKO requires it`,
		`Map ${column.help}, e.g. ${column.example}.`,
	);
	return (value, warn) => {
		const text = check(value, warn);
		return text === '' ? missing : text;
	};
}

function checkOfType(column: Column, settings: CheckSettings): CellCheck {
	switch (column.type) {
		case 'date':
			return checkDate(column, settings);
		case 'amount':
			return checkAmount(column, settings);
		case 'integer':
			return checkInteger(column);
		case 'flag':
			return checkFlag(column);
		case 'text':
			return checkText(column);
		case 'email':
		case 'language':
		case 'orderNumber':
		case 'postcode':
			return checkSpecialText(column, column.type);
	}
}
