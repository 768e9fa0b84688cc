import type { KaskoError } from '../../shared/KaskoError';
import type { Outcome } from '../server/outcome';

const LISTED = 20;

interface FailedItem {
	item: number;
	error: KaskoError;
}

/** The items that failed, with their index. */
export function failedItems(outcomes: Outcome[]): FailedItem[] {
	return outcomes.flatMap((outcome, item) =>
		outcome.status === 'failed' ? [{ item, error: outcome.error }] : [],
	);
}

function count(items: unknown[], one: string, many: string): string[] {
	if (items.length === 0) return [];
	return [items.length === 1 ? `1 ${one}` : `${items.length} ${many}`];
}

function list(title: string, lines: string[], limit = lines.length): string[] {
	if (lines.length === 0) return [];
	const more = lines.length > limit ? [`… and ${lines.length - limit} more.`] : [];
	return [`${title}:`, ...lines.slice(0, limit), ...more];
}

const toLine = ({ item, error }: FailedItem) => `Item ${item}: ${error.message}`;

/**
 * How a run ended that did not buy everything: in one sentence, and below it what to do, every policy that was
 * bought with its reference, every doubt, and the first of the other items.
 */
export function summarizeRun(outcomes: Outcome[]): { message: string; description: string } {
	const failed = failedItems(outcomes);
	const withStatus = (status: string) =>
		failed.filter(({ error }) => error.details.status === status);
	const rejected = withStatus('rejected');
	const unknown = withStatus('unknown');
	const notSent = withStatus('notSent');
	const bought = outcomes.flatMap((outcome, item) =>
		outcome.status === 'created' || outcome.status === 'alreadyPushed'
			? [`Item ${item}: ${outcome.reference || 'bought by an earlier execution'}`]
			: [],
	);
	const advice = [unknown[0], rejected[0]].flatMap((first) =>
		first ? [first.error.description] : [],
	);
	return {
		message: [
			...count(bought, 'policy is bought', 'policies are bought'),
			...count(rejected, 'item was refused by KASKO', 'items were refused by KASKO'),
			...count(unknown, 'item has an unknown outcome', 'items have an unknown outcome'),
			...count(notSent, 'item was not sent', 'items were not sent'),
		].join(', '),
		description: [
			...advice,
			...(bought.length > 0
				? ['A retry of this execution does not buy the bought ones again.']
				: []),
			...list('Unknown', unknown.map(toLine)),
			...list('Refused', rejected.map(toLine), LISTED),
			...list('Not sent', notSent.map(toLine), LISTED),
			...list('Bought', bought),
		].join('\n'),
	};
}
