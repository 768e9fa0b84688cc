import { KaskoError } from '../../shared/KaskoError';
import { failedItems, summarizeRun } from './summarizeRun';
import type { Outcome } from '../server/outcome';

/**
 * The one error of a run that must stop, and the first item it is about, if it is not about all of them. Undefined
 * when nothing failed.
 */
export function describeFailures(
	outcomes: Outcome[],
): { error: KaskoError; item?: number } | undefined {
	const failed = failedItems(outcomes);
	const [first] = failed;
	if (!first) return undefined;
	const isAboutAll =
		failed.length === outcomes.length && failed.every(({ error }) => error === first.error);
	if (isAboutAll) return outcomes.length === 1 ? first : { error: first.error };
	const { message, description } = summarizeRun(outcomes);
	return { item: first.item, error: new KaskoError(message, description, first.error.details) };
}
