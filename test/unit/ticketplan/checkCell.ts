import { parseDateFormat } from '../../../nodes/TicketplanSftpImport/check/dateFormats';
import { makeCheck } from '../../../nodes/TicketplanSftpImport/check/makeCheck';
import type { CheckSettings } from '../../../nodes/TicketplanSftpImport/check/types';
import type { ColumnType } from '../../../nodes/TicketplanSftpImport/columns/columns';
import type { Finding } from '../../../nodes/TicketplanSftpImport/finding';

export const MINOR: CheckSettings = { amounts: 'minor', dateFormats: [] };
export const MAJOR: CheckSettings = { amounts: 'major', dateFormats: [] };

export function checkCell(type: ColumnType, value: unknown, settings = MINOR, isMoney = false) {
	const column = {
		name: 'c',
		label: 'C',
		help: 'help',
		example: 'e',
		type,
		required: false,
		isMoney,
	};
	const warnings: Finding[] = [];
	const check = makeCheck(column, settings);
	const result = check(value, (warning) => warnings.push(warning));
	const outcome = typeof result === 'string' ? result : { refused: result.code };
	return { outcome, warnings: warnings.map(({ code }) => code) };
}
export const outcomeOf = (type: ColumnType, value: unknown, settings = MINOR) =>
	checkCell(type, value, settings).outcome;
export const withFormats = (...formats: string[]): CheckSettings => ({
	amounts: 'minor',
	dateFormats: formats.map((format) => parseDateFormat(format)!),
});
