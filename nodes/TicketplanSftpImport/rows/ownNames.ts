import { listUpTo } from '../../shared/text';
import type { Field } from '../columns/ColumnSet';
import { isKaskoName } from '../columns/ColumnSet';
import { COLUMNS } from '../columns/columns';
import { suggestColumns } from '../columns/suggestColumns';
import type { Finding } from '../finding';

/** Fewer are each named: they are slips, or fields beside the columns. */
const FEWEST = 3;
const NEEDED = COLUMNS.filter(({ required }) => required).length;
const LISTED_GUESSES = 12;

/**
 * Says in one finding that a row or a header has names of its own instead of KASKO's: most of its names are no columns, and
 * most of the required columns are not there. Undefined where that is not so.
 */
export function ownNames(names: ReadonlyMap<string, Field>): Finding | undefined {
	const foreign = [...names.keys()].filter((name) => isOwnName(name, names.get(name)));
	const known = names.size - foreign.length;
	if (foreign.length < FEWEST || foreign.length <= known || known * 2 > NEEDED) return undefined;
	const message = `${foreign.length} of ${names.size} names of the fields are no columns of KASKO's file`;
	return { column: '', code: 'ownNames', message, hint: howToMap(foreign) };
}

/** A name that begins like KASKO's is a slip, not a name of one's own. */
export function isOwnName(name: string, field?: Field): boolean {
	return !(field && 'index' in field) && !isKaskoName(name);
}

/** How names of one's own come to KASKO's columns, with what they are likely to be. */
export function howToMap(names: readonly string[]): string {
	const advice =
		"Set 'Mapping Column Mode' to 'Map Each Column Manually' and drag each field onto its column. Or rename the fields in the step before.";
	const guesses = names.flatMap((name) => {
		const { alike, endsAlike } = suggestColumns(name);
		const columns = alike.length > 0 ? alike : endsAlike;
		return columns.length > 0 ? [`${name.slice(0, 80)} → ${columns.join(' or ')}`] : [];
	});
	return guesses.length === 0
		? advice
		: `${advice} Probably: ${listUpTo(LISTED_GUESSES, guesses).join(', ')}.`;
}
