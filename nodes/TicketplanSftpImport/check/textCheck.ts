import type { TextUse } from '../../shared/values/readText';
import { isPlainText, readText } from '../../shared/values/readText';
import { remark } from '../../shared/values/remark';
import type { ValueCheck } from './types';

const FORMULA = /^[=@+-]./s;

/** Text. What a spreadsheet would take for a formula is warned about: KASKO's people may open the file in one. */
export function textCheck(use: TextUse): ValueCheck {
	return (value, warn) => {
		if (typeof value === 'string' && isPlainText(value)) return value;
		const text = readText(value, use, warn);
		if (typeof text === 'string' && FORMULA.test(text)) {
			const says = `starts with '${text[0] ?? ''}', so a spreadsheet would take it for a formula`;
			warn(remark('formulaStart', text, says, 'It is sent as it is. Check that it is meant.'));
		}
		return text;
	};
}
