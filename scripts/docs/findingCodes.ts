import type { FindingCode as AragPushCode } from '../../nodes/AragPush/check/finding';
import type { FindingCode as TicketplanCode } from '../../nodes/TicketplanSftpImport/finding';
import { toTable } from './toTable';

/** What a node does with an item or a row that has the finding; `both` where that depends on the value. */
export type Severity = 'refused' | 'warned' | 'both';

interface Code {
	means: string;
	cure: string;
	aragPush?: Severity;
	ticketplan?: Severity;
	/** In the place of the above, where the code has less to do with ARAG Push. */
	inAragPush?: { means?: string; cure?: string };
}

/** Every code that a node can give: without its line here, the type check fails. */
export const FINDING_CODES: Record<AragPushCode | TicketplanCode, Code> = {
	ambiguousAmount: {
		means: '`1.234` or `1,234`: one thousand and something, or one point something',
		cure: 'Write it without a separator for thousands: `1234` or `1.23`',
		ticketplan: 'refused',
	},
	ambiguousDate: {
		means: 'A date such as `03/04/2027`: in March or in April',
		cure: 'Write `2027-04-03`, or choose the one form in _Date Formats_',
		ticketplan: 'refused',
	},
	brokenCharacter: {
		means: 'A character that could not be read (�), or a question mark inside a word (`J?rg`)',
		cure: 'Correct it where it comes from. For a CSV file see _File Encoding_',
		inAragPush: { cure: 'Correct it where it comes from' },
		aragPush: 'both',
		ticketplan: 'both',
	},
	contradiction: {
		means:
			'One column gets two different values, such as from a field and from the panel. An amount with the sign of another currency than the order’s is told',
		cure: 'Keep one of the two',
		ticketplan: 'both',
	},
	controlCharacter: {
		means: 'A control character, which no keyboard types',
		cure: 'Type the text anew where it comes from',
		aragPush: 'refused',
		ticketplan: 'refused',
	},
	dayMayBeShifted: {
		means: 'A time written as UTC, of which another day may be meant (`2027-02-12T23:00:00Z`)',
		cure: 'If another day is meant, convert the date to your own time zone first, [with an expression](expressions.md#dates)',
		inAragPush: {
			means:
				'A time written as UTC, of which another day may be meant (`2027-02-12T23:00:00Z`), or in a zone that has only a name (`19:30 CET`)',
			cure: 'If another day is meant, convert the date to your own time zone first, [with an expression](expressions.md#dates); write a zone as `+01:00`',
		},
		aragPush: 'warned',
		ticketplan: 'warned',
	},
	doublyEncoded: {
		means: '`MÃ¼ller`: UTF-8 that was read in another encoding',
		cure: 'Read or save the data as UTF-8 where it comes from',
		aragPush: 'warned',
		ticketplan: 'warned',
	},
	duplicateKey: {
		means:
			'Two rows have the same idempotency key, so which one is meant is not known: both are refused',
		cure: 'Take one out. If they are two tickets, give each a key of its own, or see _Key Columns_',
		ticketplan: 'refused',
	},
	duplicateName: {
		means: 'A name in _Additional Fields_ is there already, such as `vin`',
		cure: 'Remove one of the two',
		aragPush: 'refused',
	},
	endBeforeStart: {
		means: 'The event ends before it starts',
		cure: 'Check both dates, and the order of day and month',
		ticketplan: 'warned',
	},
	escapedText: {
		means: 'A code for a letter or a line break instead of it, such as `M\\u00fcller`',
		cure: 'Decode it before this node',
		aragPush: 'warned',
		ticketplan: 'warned',
	},
	expectedColumnEmpty: {
		means: 'A column is empty that all examples of KASKO fill',
		cure: 'Fill it, unless KASKO told you to leave it out',
		ticketplan: 'warned',
	},
	formulaStart: {
		means: 'A text that begins with `=`, `+`, `-` or `@`: a spreadsheet takes it for a formula',
		cure: 'Check that it is meant',
		ticketplan: 'warned',
	},
	htmlEntity: {
		means: 'A code of HTML instead of a character, such as `&amp;` or `<br>`',
		cure: 'Decode it before this node',
		aragPush: 'warned',
		ticketplan: 'warned',
	},
	invisibleCharacter: {
		means:
			'A character that can’t be seen. In e-mail addresses, numbers and keys it is refused, elsewhere only told',
		cure: 'Type the text anew instead of copying it',
		aragPush: 'both',
		ticketplan: 'both',
	},
	keySaysNothing: {
		means:
			'An idempotency key that other policies could have, too: `undefined`, one text for all rows, a part that is empty',
		cure: 'Map what no other policy has, or map nothing: then the key is made from _Key Columns_',
		ticketplan: 'refused',
	},
	leadingZeroLost: {
		means: 'A postcode of fewer than five digits, which may have lost its zero at the front',
		cure: 'Keep postcodes as text where they come from',
		ticketplan: 'warned',
	},
	lineBreak: {
		means:
			'More than one line, or a tab. In names, addresses for e-mail, numbers and keys it is refused, elsewhere only told',
		cure: 'Write it on one line',
		inAragPush: {
			means: 'More than one line, or a tab, in a name, an e-mail address, a date, a VIN or an ID',
		},
		aragPush: 'refused',
		ticketplan: 'both',
	},
	longText: {
		means: 'More than 255 characters. KASKO documents no limit',
		cure: 'Check that it is meant',
		aragPush: 'warned',
		ticketplan: 'warned',
	},
	malformedRow: {
		means: 'A line of the CSV file that can’t be read: quotation marks, too many or too few cells',
		cure: 'Put quotation marks around cells that hold the separator or a line break, and double those inside',
		ticketplan: 'refused',
	},
	minorUnitUnknown: {
		means:
			'With _Amounts_ = _Major Units_: a currency without hundredths (JPY, KWD …) is refused; `¥` and a column for which KASKO names no unit are told',
		cure: 'Ask KASKO for the unit, and send these rows so in a run of their own with _Amounts_ = _Minor Units_',
		ticketplan: 'both',
	},
	noEmail: {
		means: 'Not one e-mail address: no `@`, two addresses, a name beside it',
		cure: 'One address and nothing else',
		aragPush: 'refused',
		ticketplan: 'warned',
	},
	noKey: {
		means: 'No idempotency key is given, and all key columns are empty',
		cure: 'Map the key, or choose filled columns in _Key Columns_',
		ticketplan: 'refused',
	},
	noSuchDay: {
		means:
			'`31.02.2027`, a year before 1900 or after 2199, or what other systems write for “no date” (`1970-01-01`)',
		cure: 'Correct the date',
		aragPush: 'both',
		ticketplan: 'refused',
	},
	noTicketPrice: {
		means: 'No column holds the price of a ticket',
		cure: 'Fill the price of at least one ticket',
		ticketplan: 'warned',
	},
	notAllowed: {
		means:
			'Not one of the forms that are allowed: a language of two letters, an order number of letters, digits, `-` and `/`. Two letters that are no language, such as `gb`, are told',
		cure: 'Write it in the allowed form',
		inAragPush: {
			means: 'A name in _Additional Fields_ that n8n does not send, such as `constructor`',
			cure: 'Choose another name',
		},
		aragPush: 'refused',
		ticketplan: 'both',
	},
	notAmount: {
		means:
			'Not an amount in the form that _Amounts_ says: `30.00` where cents are wanted, `30 pieces`',
		cure: '`3000` for 30.00; or set _Amounts_ to _Major Units_ if all amounts are in euros or the like',
		ticketplan: 'refused',
	},
	notBoolean: {
		means: 'Neither yes nor no',
		cure: '`1` or `0`, true or false, yes or no',
		ticketplan: 'refused',
	},
	notDate: {
		means: 'Not a date in a form that is known',
		cure: 'Write `2027-02-13` or `13.02.2027`, or choose its form in _Date Formats_',
		inAragPush: { cure: 'Write `2027-02-13` or `13.02.2027`' },
		aragPush: 'refused',
		ticketplan: 'refused',
	},
	notInteger: {
		means: 'Not a whole number from 0',
		cure: 'Digits only',
		ticketplan: 'refused',
	},
	notResolved: {
		means: 'The expression has no result',
		cure: 'Correct the expression',
		aragPush: 'refused',
		ticketplan: 'refused',
	},
	notText: {
		means:
			'A list, an object, true or false where a text or a number belongs. A text that only looks like a list is told',
		cure: 'Map one field of the object',
		aragPush: 'both',
		ticketplan: 'both',
	},
	notVin: {
		means: 'A spreadsheet has made a number of the VIN (`1.23E+16`)',
		cure: 'Keep VINs as text where they come from',
		aragPush: 'refused',
	},
	oddVin: {
		means:
			'A VIN that does not have 17 characters without I, O and Q, or only digits with two zeros at the end. KASKO’s own example has five',
		cure: 'Check that it is meant',
		aragPush: 'warned',
	},
	ownNames: {
		means: 'Most fields have names of your own instead of KASKO’s',
		cure: 'Set _Mapping Column Mode_ to _Map Each Column Manually_, or rename the fields in the step before',
		ticketplan: 'refused',
	},
	placeholder: {
		means: 'What stands for a missing value: `undefined`, `N/A`, `{{ name }}`, `Nick null`',
		cure: 'Look at the step before: a field is empty there',
		aragPush: 'warned',
		ticketplan: 'warned',
	},
	required: {
		means: 'The value is empty, and KASKO requires it',
		cure: 'Fill it or map it',
		aragPush: 'refused',
		ticketplan: 'refused',
	},
	sheetError: {
		means:
			'The error of a spreadsheet formula: `#N/A`, `#REF!`. One among other words is only told',
		cure: 'Correct the formula in the spreadsheet, or empty the cell',
		aragPush: 'both',
		ticketplan: 'both',
	},
	sheetTrace: {
		means:
			'What a spreadsheet makes of a number that was text: `1067.0`, `4.91E+11`. In postcodes, order numbers, keys and IDs it is refused, elsewhere only told',
		cure: 'Keep it as text where it comes from, and write it anew',
		inAragPush: {
			means: 'What a spreadsheet makes of a number that was text: `1067.0`, `4.91E+11`',
		},
		aragPush: 'warned',
		ticketplan: 'both',
	},
	startsInPast: {
		means: 'The start date is before today',
		cure: 'Check that it is meant',
		aragPush: 'warned',
	},
	tooLong: {
		means: 'More than 10,000 characters',
		cure: 'Shorten it',
		aragPush: 'refused',
		ticketplan: 'refused',
	},
	unknownColumn: {
		means: 'A field that is no column of KASKO’s file; the finding suggests what may be meant',
		cure: 'Rename the field or take it out; to let all others pass, set _Other Fields_ to _Ignore_',
		ticketplan: 'refused',
	},
	unreadableFile: {
		means:
			'The file is no CSV (an Excel workbook, say), breaks off, or its first line holds no column',
		cure: 'See what the finding says: Extract from File for Excel, _File Encoding_ for umlauts',
		ticketplan: 'refused',
	},
	unsafeNumber: {
		means: 'A number so big that it has lost digits',
		cure: 'Send it as text from the start',
		aragPush: 'refused',
		ticketplan: 'refused',
	},
};

const SAYS: Record<Severity, string> = {
	refused: 'not sent',
	warned: 'sent, with a warning',
	both: 'not sent, or a warning',
};

/** The codes of one node, as a table. */
export function codesTable(node: 'aragPush' | 'ticketplan'): string {
	const rows = Object.entries(FINDING_CODES).flatMap(([code, { inAragPush, ...entry }]) => {
		const severity = entry[node];
		const { means, cure } = node === 'aragPush' ? { ...entry, ...inAragPush } : entry;
		return severity ? [[`\`${code}\``, means, SAYS[severity], cure]] : [];
	});
	const subject = node === 'aragPush' ? 'item' : 'row';
	return toTable(['Code', 'What it means', `The ${subject} is`, 'What to do'], rows);
}
