import { listUpTo } from '../../shared/text';
import type { Field } from '../columns/ColumnSet';
import { isKaskoName } from '../columns/ColumnSet';
import { COLUMNS } from '../columns/columns';
import { suggestColumns } from '../columns/suggestColumns';
import type { Finding } from '../finding';

/** Fewer are each named: they are slips, or fields beside the columns. */
const FEWEST = 3;
const NEEDED = COLUMNS.filter(({ required }) => required).length;
/** The names in a file are not known before the run, so there is nothing to drag. */
const MAP_EACH = {
	items: 'drag each field onto its column. Or rename the fields in the step before.',
	file: 'write the name from the file into its column, as an expression such as {{ $json["Order Number"] }}. Or rename the columns in the file.',
};
type Source = keyof typeof MAP_EACH;
const LISTED_GUESSES = 12;

/**
 * Says in one finding that a row or a header has names of its own instead of KASKO's: most of its names are no columns, and
 * most of the required columns are not there. Undefined where that is not so.
 */
export function ownNames(
	names: ReadonlyMap<string, Field>,
	source: Source = 'items',
): Finding | undefined {
	const foreign = [...names.keys()].filter((name) => isOwnName(name, names.get(name)));
	const known = names.size - foreign.length;
	if (foreign.length < FEWEST || foreign.length <= known || known * 2 > NEEDED) return undefined;
	const message = `${foreign.length} of ${names.size} names of the fields are no columns of KASKO's file`;
	return { column: '', code: 'ownNames', message, hint: howToMap(foreign, source) };
}

/** A name that begins like KASKO's is a slip, not a name of one's own. */
export function isOwnName(name: string, field?: Field): boolean {
	return !(field && 'index' in field) && !isKaskoName(name);
}

/** How names of one's own come to KASKO's columns, with what they are likely to be. */
export function howToMap(names: readonly string[], source: Source): string {
	const advice = `Set 'Mapping Column Mode' to 'Map Each Column Manually' and ${MAP_EACH[source]}`;
	const guesses = names.flatMap((name) => {
		const { alike, endsAlike } = suggestColumns(name);
		const columns = alike.length > 0 ? alike : endsAlike;
		return columns.length > 0 ? [`${name.slice(0, 80)} → ${columns.join(' or ')}`] : [];
	});
	return guesses.length === 0
		? advice
		: `${advice} Probably: ${listUpTo(LISTED_GUESSES, guesses).join(', ')}.`;
}
