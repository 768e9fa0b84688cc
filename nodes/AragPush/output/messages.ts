import { KaskoError } from '../../shared/KaskoError';
import { count, listUpTo, toSentence } from '../../shared/text';
import type { CheckedItem } from '../check/checkItem';
import type { Finding } from '../check/finding';
import type { Outcome } from '../server/outcome';
import { unnameMessage } from '../server/outcome';

/** So many lines are read; a longer list would not be. */
const LISTED = 20;

/** One error for everything that is wrong with the items: the kinds of findings, each with the items that have it. */
export function findingsError(items: CheckedItem[]): KaskoError {
	const findings = items.flatMap((checked, item) =>
		checked.request ? [] : checked.findings.map((finding) => ({ ...finding, item })),
	);
	const fields = [...new Set(findings.map(({ field }) => field))].join(', ');
	const details = { status: 'notSent', field: fields };
	if (items.length === 1) {
		// n8n writes messages into its log, where no value of a person belongs.
		return new KaskoError(
			findings.map(({ message, hint }) => toSentence({ message, hint })).join(' '),
			['Nothing was sent for this item. Correct it and run it again.', ...given(findings)].join(
				'\n',
			),
			details,
		);
	}
	const wrong = new Set(findings.map(({ item }) => item)).size;
	return new KaskoError(
		`${wrong} of ${items.length} items cannot be sent to KASKO, so nothing was sent`,
		[
			"Correct them, or set 'On Error' to continue so that the other items are sent.",
			...listUpTo(LISTED, byKind(findings).map(describeKind)),
		].join('\n'),
		details,
	);
}

function given(findings: readonly Finding[]): string[] {
	const values = findings.flatMap(({ field, value }) => (value ? [`'${value}' (${field})`] : []));
	return values.length === 0 ? [] : [`Given: ${values.join(', ')}.`];
}

/** The findings about one field that have one code, with the items that have them; the words are those of the first. */
export interface FindingKind extends Finding {
	items: number[];
}

export function byKind(findings: ReadonlyArray<Finding & { item: number }>): FindingKind[] {
	const kinds = new Map<string, FindingKind>();
	for (const { item, ...finding } of findings) {
		const kind = `${finding.field} ${finding.code}`;
		const known = kinds.get(kind);
		if (!known) kinds.set(kind, { ...finding, items: [item] });
		else if (known.items.at(-1) !== item) known.items.push(item);
	}
	return [...kinds.values()];
}

/** `Item 2: 'Email' is …`, or `'Email' is … (60 items, first: item 2)`. */
export function describeKind({ items, ...finding }: FindingKind): string {
	const [first = 0] = items;
	return items.length > 1
		? `${toSentence(finding)} (${count(items.length, 'item')}, first: item ${first + 1})`
		: `Item ${first + 1}: ${toSentence(finding)}`;
}

/** Adds what KASKO asks for in questions: its own number of the request. */
export function nameRequest(error: KaskoError): KaskoError {
	const { message, description, details } = error;
	const { requestId } = details;
	if (typeof requestId !== 'string') return error;
	const support = `For questions to KASKO, the request ID is ${requestId}.`;
	return new KaskoError(message, `${description} ${support}`, details);
}

/**
 * The one error of a run that must stop. Undefined when nothing failed.
 * @param isKept Whether a retry of the execution will know what was bought.
 */
export function describeFailures(
	outcomes: readonly Outcome[],
	isKept: boolean,
): KaskoError | undefined {
	const failed = failedItems(outcomes);
	const [first] = failed;
	if (!first) return undefined;
	const isAboutAll =
		failed.length === outcomes.length && failed.every(({ error }) => error === first.error);
	if (isAboutAll) return unnameMessage(nameRequest(first.error));
	const { message, description } = summarizeRun(outcomes, isKept);
	return new KaskoError(message, description, first.error.details);
}

/**
 * How a run ended that did not buy everything: in one sentence, and below it what to do, every policy that was
 * bought with its reference, every doubt, and the first of the other items.
 */
function summarizeRun(
	outcomes: readonly Outcome[],
	isKept: boolean,
): { message: string; description: string } {
	const failed = failedItems(outcomes);
	const withStatus = (status: string) =>
		failed.filter(({ error }) => error.details.status === status);
	const rejected = withStatus('rejected');
	const unknown = withStatus('unknown');
	const notSent = withStatus('notSent');
	const bought = outcomes.flatMap((outcome, item) =>
		outcome.status === 'created' || outcome.status === 'alreadyPushed'
			? [`Item ${item + 1}: ${outcome.reference || 'bought by an earlier execution'}`]
			: [],
	);
	const advised = [...unknown.slice(0, 1), ...rejected.slice(0, 1)];
	if (advised.length === 0) advised.push(...notSent.slice(0, 1));
	const advice = advised.map(({ error }) => error.description);
	const counts: Array<[number, string, string]> = [
		[bought.length, 'policy is bought', 'policies are bought'],
		[rejected.length, 'item was refused by KASKO', 'items were refused by KASKO'],
		[unknown.length, 'item has an unknown outcome', 'items have an unknown outcome'],
		[notSent.length, 'item was not sent', 'items were not sent'],
	];
	return {
		message: counts
			.filter(([number]) => number > 0)
			.map(([number, one, many]) => count(number, one, many))
			.join(', '),
		description: [
			...advice,
			...(bought.length > 0
				? [
						isKept
							? 'A retry of this execution does not buy the bought ones again.'
							: 'A retry of this execution may buy the bought ones again: take them out first.',
					]
				: []),
			...list('Unknown', unknown.map(toLine)),
			...list('Refused', rejected.map(toLine), LISTED),
			...list('Not sent', notSent.map(toLine), LISTED),
			...list('Bought', bought),
		].join('\n'),
	};
}

/** What a run has bought, for the log, when its execution was stopped; nothing for a run without. Names no customers. */
export function describeStop(outcomes: readonly Outcome[]): string | undefined {
	const bought = outcomes.flatMap((outcome, item) =>
		outcome.status !== 'failed' && outcome.status !== 'valid' && outcome.reference
			? [`Item ${item + 1}: ${outcome.reference}`]
			: [],
	);
	const unknown = failedItems(outcomes).flatMap(({ item, error }) =>
		error.details.status === 'unknown' ? [`Item ${item + 1}`] : [],
	);
	if (bought.length + unknown.length === 0) return undefined;
	return [
		`The execution was stopped. Bought before that: ${bought.join(', ') || 'nothing'}`,
		`With an unknown outcome, look in KASKO: ${unknown.join(', ') || 'none'}`,
	].join('. ');
}

interface FailedItem {
	item: number;
	error: KaskoError;
}

function failedItems(outcomes: readonly Outcome[]): FailedItem[] {
	return outcomes.flatMap((outcome, item) =>
		outcome.status === 'failed' ? [{ item, error: outcome.error }] : [],
	);
}

function list(title: string, lines: string[], limit = lines.length): string[] {
	return lines.length === 0 ? [] : [`${title}:`, ...listUpTo(limit, lines)];
}

function toLine({ item, error }: FailedItem): string {
	const { requestId } = error.details;
	return `Item ${item + 1}: ${error.message}${typeof requestId === 'string' ? ` (request ID ${requestId})` : ''}`;
}
