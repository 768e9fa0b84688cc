import type { ColumnSet } from '../columns/ColumnSet';
import type { ReadRecord } from './readFile';
import type { Finding } from '../finding';

/** Finds the column of each name in the header. Gives findings if there are names that are no columns. */
export function readHeader(columns: ColumnSet, names: readonly string[]): ReadRecord | Finding[] {
	const findings: Finding[] = [];
	const indexes = names.map((name) => {
		if (name === '') return undefined;
		const field = columns.resolve(name);
		if ('finding' in field) findings.push(field.finding);
		return 'index' in field ? field.index : undefined;
	});
	return findings.length > 0 ? findings : recordReader(names, indexes);
}

function recordReader(names: readonly string[], indexes: Array<number | undefined>): ReadRecord {
	return (record, row) => {
		for (let i = 0; i < indexes.length; i++) {
			const index = indexes[i];
			if (index !== undefined) row.set(index, record[i]);
			else if (names[i] === '' && record[i]?.trim()) row.refuse(namelessCell(i));
		}
	};
}

function namelessCell(i: number): Finding {
	return {
		column: '',
		code: 'unknownColumn',
		message: `Cell ${i + 1} of the line is filled, but has no name in the header`,
		hint: 'Name the column in the first line of the file, or empty its cells.',
	};
}
