import type { Hint, WarningCount } from '../../shared/tell';
import type { CheckedItem } from '../check/checkItem';
import type { Finding } from '../check/finding';
import type { Outcome } from '../server/outcome';

const LISTED = 20;

interface RunFacts {
	livemode: boolean;
	items: CheckedItem[];
	outcomes: Outcome[];
	lostEntries?: number;
}

function listItems(items: number[]): string {
	const listed = items.slice(0, LISTED).join(', ');
	return items.length > LISTED ? `${listed} and ${items.length - LISTED} more` : listed;
}

function indexesOf<T>(list: T[], test: (entry: T) => boolean): number[] {
	return list.flatMap((entry, index) => (test(entry) ? [index] : []));
}

/** The warnings of one kind, with the items that have it. */
interface WarningKind extends Finding {
	items: number[];
}

function warningsByKind(items: CheckedItem[]): WarningKind[] {
	const kinds = new Map<string, WarningKind>();
	items.forEach((checked, item) => {
		for (const warning of checked.request ? checked.warnings : []) {
			const kind = `${warning.message} ${warning.hint}`;
			const known = kinds.get(kind);
			if (known) known.items.push(item);
			else kinds.set(kind, { ...warning, items: [item] });
		}
	});
	return [...kinds.values()];
}

/** How often the items of a run are warned about, by field and kind. */
export function countWarnings(items: CheckedItem[]): WarningCount[] {
	const counts = new Map<string, WarningCount>();
	const warnings = items.flatMap((checked) => (checked.request ? checked.warnings : []));
	for (const { field, code } of warnings) {
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
		...warningsByKind(items).map(
			({ message, hint, items: about }): [boolean, Hint['type'], string] => [
				true,
				'warning',
				`${message}. ${hint} Items: ${listItems(about)}.`,
			],
		),
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
