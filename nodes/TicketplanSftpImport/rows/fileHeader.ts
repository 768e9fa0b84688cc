import { asSeen } from '../../shared/identity';
import { plainReferences } from '../../shared/plainExpression';
import { nearestNames } from '../columns/spelling';
import type { Field } from '../columns/ColumnSet';
import type { CsvRecord } from '../csv/CsvReader';
import type { Finding } from '../finding';
import type { MappedColumn } from './Mapping';
import { howToMap, ownNames } from './ownNames';

/** More of them than a name has. */
const MANY_SEPARATORS = /([,;\t|])(?:[^,;\t|]+\1){4}/;

/** Why a header can't be read at all. */
export function headerFault({ cells, line, fault }: CsvRecord): Finding | undefined {
	if (fault) {
		return unreadable(`The header in line ${line} can't be read as CSV: ${fault.reason}`, QUOTING);
	}
	if (cells.length === 1 && MANY_SEPARATORS.test(cells[0] ?? '')) {
		return unreadable(
			`The header in line ${line} is one cell, though it holds separators`,
			"Either whole lines stand in quotation marks, as after saving a CSV file twice, or a line 'sep=' names another separator. Export the table anew.",
		);
	}
	return cells.some((cell) => cell.includes('\uFFFD'))
		? unreadable(
				`The header in line ${line} holds a character that is not UTF-8`,
				howToDecode(cells.join(',')),
			)
		: undefined;
}

/**
 * Says of a header with names of its own how to map them. Without any column it may be no header, but the data of a
 * person: then only names are shown that are like a column's.
 */
export function foreignHeader(
	{ line }: CsvRecord,
	fields: ReadonlyMap<string, Field>,
): Finding | undefined {
	const names = [...fields.keys()];
	if ([...fields.values()].some((field) => 'index' in field)) {
		const finding = ownNames(fields, 'file');
		return finding && { ...finding, code: 'unreadableFile' };
	}
	return unreadable(
		`None of the names in the first line of the file (line ${line}) is a column of KASKO's file`,
		`If the first line holds no names, put the names of KASKO's columns there, such as policy.first_name, separated by commas, semicolons or tabs. ${howToMap(names, 'file')}`,
	);
}

/** A finding about a whole file. */
export function unreadable(message: string, hint: string): Finding {
	return { column: '', code: 'unreadableFile', message, hint };
}

/** Where in the header a name stands that something is mapped to. What looks the same is the same name. */
export function placesOf(wanted: string, names: readonly string[]): number[] {
	const seen = asSeen(wanted);
	return names.flatMap((name, place) => (name !== '' && asSeen(name) === seen ? [place] : []));
}

/** Columns that are mapped to names which the header does not have. */
export function missingNames(mapped: readonly MappedColumn[], names: readonly string[]): Finding[] {
	return mapped.flatMap(({ name: column, raw }): Finding[] => {
		const missing = plainReferences(raw)
			.filter((path) => path.length > 1 || placesOf(path[0] ?? '', names).length === 0)
			.map((path) => path.join('.'));
		if (missing.length === 0) return [];
		const wanted = [...new Set(missing)];
		const message = `It is mapped to '${wanted.join("' and '")}', but the header of the file has no such name`;
		const hints = new Set(wanted.map((each) => hintFor(each, names)));
		return [{ column, code: 'unknownColumn', message, hint: [...hints].join(' ') }];
	});
}

function hintFor(wanted: string, names: readonly string[]): string {
	const [best] = nearestNames(wanted, names.map(asSeen));
	return best === undefined
		? 'Map it to a name in the first line of the file.'
		: `Did you mean '${best}'? ${howToRefer(best)}`;
}

function howToRefer(name: string): string {
	const expressions = [`{{ $json["${name}"] }}`, `{{ $json['${name}'] }}`];
	const expression = expressions.find((each) => plainReferences(`=${each}`)[0]?.[0] === name);
	return expression
		? `Map it as ${expression}.`
		: 'No expression can name it so: rename it in the first line of the file.';
}

export interface NamedTwice {
	/** The column that is mapped to the name. */
	column: string;
	name: string;
	/** Where the name stands in the header. */
	places: number[];
}

/** The names that are mapped and that the header has more than once. */
export function findNamedTwice(
	mapped: readonly MappedColumn[],
	names: readonly string[],
): NamedTwice[] {
	return mapped
		.flatMap(({ name: column, raw }) =>
			plainReferences(raw).map(([name = '']) => {
				return { column, name, places: placesOf(name, names) };
			}),
		)
		.filter(({ places }) => places.length > 1);
}

/** How to mend a line that can't be read. */
export const QUOTING =
	'Put quotation marks around cells that hold the separator, a line break or a quotation mark, and double those inside: a backslash in front of them is not enough.';

/** How to mend a text with characters that can't be read, each of which stands there as U+FFFD. */
export function howToDecode(text: string): string {
	// Several in a row are no Western European language: Windows-1252 would make other letters of them.
	if (text.includes('\uFFFD'.repeat(3))) {
		return "Save the file as 'CSV UTF-8', or export it in UTF-8.";
	}
	return "If the file is saved as Windows-1252, as Excel's plain CSV is in Western Europe, set the option 'File Encoding' to Windows-1252, or save it as 'CSV UTF-8'. Otherwise correct the text where it comes from.";
}
