import { KaskoError } from '../../shared/KaskoError';
import { capitalized, count, reasonOf } from '../../shared/text';
import type { Submission, SubmitResult } from '../server/submission';

/** What decides on what happens when the same rows are run again. */
export interface RunFacts {
	/** Where the idempotency keys come from: key columns, chance, or the rows themselves. */
	keys: 'derived' | 'random' | 'own';
	/** Whether files are sent again that were submitted before. */
	resubmit: boolean;
	/** Whether files have a name of the user's own, by which their content is not found again. */
	hasOwnName: boolean;
}

/** What a run does again with rows that were submitted, as one sentence that holds for these settings. */
export function whatRunningAgainDoes({ keys, resubmit, hasOwnName }: RunFacts): string {
	if (keys === 'random') {
		return 'A new run would buy these rows again, under new random keys: take them out of its input.';
	}
	if (resubmit) {
		return "A new run would send these files again, since 'Send Again' is on: switch it off, or take their rows out of its input.";
	}
	if (hasOwnName) {
		return 'A new run sends these rows again, with the same keys, if its file name is another one: keep the name, or take the rows out of its input.';
	}
	return keys === 'own'
		? 'A new run with the same rows and the same keys will not submit these files again.'
		: 'A new run with the same rows will not submit these files again.';
}

/** Where to look before a file with an unknown outcome is sent again, and what sending it again does. */
export function howToSettle({ keys, hasOwnName }: RunFacts): string {
	const sentences = [
		'Look with the operation Get Imports, or in KASKO: if the file is listed, it was submitted. Only if it is in none of the folders, run its rows again.',
	];
	if (hasOwnName) {
		sentences.push(
			'The name alone is no proof, since other rows may have been sent under it: compare size and time.',
		);
	}
	if (keys === 'random') {
		sentences.push(
			"Rows that run again get new random keys, so that KASKO can't tell them from the first ones.",
		);
	}
	return sentences.join(' ');
}

/**
 * The error of a file with what to do about it: in doubt, unless the doubt was there before anything was sent, and not
 * submitted where others are, which a new run would take up again.
 */
export function withAdvice(error: KaskoError, facts: RunFacts, isPartlySent = false): KaskoError {
	const { message, description, details } = error;
	const isAsked = details.status === 'unknown' && details.step !== 'look';
	const advice = [
		...(isAsked ? [howToSettle(facts)] : []),
		...(isPartlySent ? [`Other files are submitted. ${whatRunningAgainDoes(facts)}`] : []),
	];
	return new KaskoError(message, [description, ...advice].join(' '), details);
}

/**
 * For "On Error: Stop Workflow": the fate of every file, those in doubt first, or undefined if all were submitted. One file
 * that failed alone keeps its own sentence.
 */
export function failedRunError(
	results: readonly SubmitResult[],
	facts: RunFacts,
): KaskoError | undefined {
	const unknown = failedWith(results, true);
	const notSubmitted = failedWith(results, false);
	const [first] = [...unknown, ...notSubmitted];
	if (!first) return undefined;
	if (results.length === 1) return withAdvice(first, facts);
	const isAsked = unknown.some(({ details }) => details.step !== 'look');
	const advice = isAsked ? howToSettle(facts) : first.description;
	const submissions = results.flatMap((result) =>
		'submission' in result ? [result.submission] : [],
	);
	const submitted = submissions.map(({ file }) => file);
	const filesWith = (wanted: Submission['status']) =>
		submissions.flatMap(({ file, status }) => (status === wanted ? [file] : []));
	const fates: Array<[what: string, lines: string[]]> = [
		['unknown', unknown.map(toLine)],
		['not submitted', notSubmitted.map(toLineAfter)],
		['submitted', filesWith('submitted')],
		['already submitted', filesWith('alreadySubmitted')],
		['processed', filesWith('processed')],
	];
	const told = fates.filter(([, lines]) => lines.length > 0);
	return new KaskoError(
		`Of ${count(results.length, 'file')}: ${told.map(([what, lines]) => `${lines.length} ${what}`).join(', ')}`,
		[
			advice,
			...told.flatMap(([what, lines]) => [`${capitalized(what)}:`, ...lines]),
			...(submitted.length > 0 ? [whatRunningAgainDoes(facts)] : []),
		].join('\n'),
		{ ...first.details, status: unknown.length > 0 ? 'unknown' : 'notSubmitted', submitted },
	);
}

/** For an output that could not be made after the files were sent: their fate is told all the same. */
export function lostOutputError(cause: unknown, results: readonly SubmitResult[]): KaskoError {
	const lines = results.map((result) =>
		'submission' in result
			? `${result.submission.file}: ${result.submission.status}`
			: toLine(result.error),
	);
	return new KaskoError(
		`The output could not be made after the files were sent: ${reasonOf(cause)}`,
		['Do not run these rows again before you have looked at their files.', ...lines].join('\n'),
		{ status: 'unknown' },
	);
}

function failedWith(results: readonly SubmitResult[], isUnknown: boolean): KaskoError[] {
	return results.flatMap((result) =>
		'error' in result && (result.error.details.status === 'unknown') === isUnknown
			? [result.error]
			: [],
	);
}

function toLine({ message, description }: KaskoError): string {
	return `${message}. ${description}`;
}

/** The same for a file that is not submitted; a reason is told once for all files in a row that have it. */
function toLineAfter(error: KaskoError, index: number, all: readonly KaskoError[]): string {
	const before = all[index - 1];
	const isSame = before && reasonIn(before) === reasonIn(error);
	return isSame
		? `'${String(error.details.file)}' was not submitted, for the same reason.`
		: toLine(error);
}

/** What is said of a file, but for its name. */
function reasonIn(error: KaskoError): string {
	return toLine(error).replaceAll(String(error.details.file), '');
}
