import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import type { CheckedItem } from '../check/checkItem';
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

/** What a user should see above the output of a run that did not stop. */
export function describeHints({
	livemode,
	items,
	outcomes,
	lostEntries,
}: RunFacts): NodeExecutionHint[] {
	const created = indexesOf(outcomes, ({ status }) => status === 'created');
	const withoutReference = indexesOf(
		outcomes,
		(outcome) => outcome.status === 'alreadyPushed' && !outcome.reference,
	);
	const odd = indexesOf(items, (checked) => !!checked.request && checked.hints.length > 0);
	const hints: Array<[boolean, NodeExecutionHint['type'], string]> = [
		[
			livemode && created.length > 0,
			'warning',
			`The API key is a live one: ${created.length === 1 ? '1 real policy was' : `${created.length} real policies were`} bought.`,
		],
		[
			odd.length > 0,
			'info',
			`The VIN of these items is unusual (not 17 characters, or with I, O or Q) and is used as given: ${listItems(odd)}.`,
		],
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
	return hints.flatMap(([applies, type, message]) =>
		applies ? [{ message, type, location: 'outputPane' as const }] : [],
	);
}

/** Shows the hints on the output pane, where this n8n can. */
export function addHints(context: IExecuteFunctions, facts: RunFacts): void {
	const hints = describeHints(facts);
	if (typeof context.addExecutionHints === 'function') context.addExecutionHints(...hints);
}
