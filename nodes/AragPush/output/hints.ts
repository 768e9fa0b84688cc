import type { Hint, WarningCount } from '../../shared/tell';
import { listUpTo } from '../../shared/text';
import type { CheckedItem } from '../check/checkItem';
import type { Finding } from '../check/finding';
import { byKind, describeKind } from './messages';
import type { Outcome } from '../server/outcome';

const LISTED = 20;

interface RunFacts {
	livemode: boolean;
	items: CheckedItem[];
	outcomes: Outcome[];
	lostEntries?: number;
}

function listItems(items: number[]): string {
	return listUpTo(
		LISTED,
		items.map((item) => String(item + 1)),
	).join(', ');
}

function indexesOf<T>(list: T[], test: (entry: T) => boolean): number[] {
	return list.flatMap((entry, index) => (test(entry) ? [index] : []));
}

function warningsOf(items: CheckedItem[]): Array<Finding & { item: number }> {
	return items.flatMap((checked, item) =>
		checked.request ? checked.warnings.map((warning) => ({ ...warning, item })) : [],
	);
}

/** How often the items of a run are warned about, by field and kind. */
export function countWarnings(items: CheckedItem[]): WarningCount[] {
	const counts = new Map<string, WarningCount>();
	for (const { field, code } of warningsOf(items)) {
		const known = counts.get(`${field} ${code}`);
		if (known) known.count++;
		else counts.set(`${field} ${code}`, { place: field, code, count: 1 });
	}
	return [...counts.values()];
}

/** What a user should see above the output of a run that did not stop. */
export function describeHints({ livemode, items, outcomes, lostEntries }: RunFacts): Hint[] {
	const created = indexesOf(outcomes, ({ status }) => status === 'created');
	const withoutReference = indexesOf(
		outcomes,
		(outcome) => outcome.status === 'alreadyPushed' && !outcome.reference,
	);
	const hints: Array<[boolean, Hint['type'], string]> = [
		[
			livemode && created.length > 0,
			'warning',
			`The API key is a live one: ${created.length === 1 ? '1 real policy was' : `${created.length} real policies were`} bought.`,
		],
		...byKind(warningsOf(items)).map((kind): [boolean, Hint['type'], string] => [
			true,
			'warning',
			describeKind(kind),
		]),
		[
			withoutReference.length > 0,
			'info',
			`An earlier execution bought these items already, and holds their references: ${listItems(withoutReference)}. n8n keeps only a fingerprint of what was bought.`,
		],
		[
			!!lostEntries,
			'warning',
			"n8n's store of the pushed items could not be brought up to date: a later run will report some of these items with the status unknown.",
		],
	];
	return hints.flatMap(([applies, type, message]) => (applies ? [{ message, type }] : []));
}
