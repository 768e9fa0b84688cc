import { KaskoError } from '../../shared/KaskoError';
import type { CheckedItem } from '../check/checkItem';
import type { Finding } from '../check/finding';

const LISTED = 20;

/** One error for everything that is wrong with the items: the first findings, and how many more there are. */
export function findingsError(items: CheckedItem[]): KaskoError {
	const findings = items.flatMap((checked, item) =>
		checked.request ? [] : checked.findings.map((finding) => ({ ...finding, item })),
	);
	const fields = [...new Set(findings.map(({ field }) => field))].join(', ');
	const details = { status: 'notSent', field: fields };
	if (items.length === 1) {
		return new KaskoError(
			findings.map(toSentence).join(' '),
			'Nothing was sent for this item. Correct it and run it again.',
			details,
		);
	}
	const lines = findings
		.slice(0, LISTED)
		.map((finding) => `Item ${finding.item}: ${toSentence(finding)}`);
	if (findings.length > LISTED) lines.push(`… and ${findings.length - LISTED} more.`);
	const count = new Set(findings.map(({ item }) => item)).size;
	return new KaskoError(
		`${count} of ${items.length} items cannot be sent to KASKO, so nothing was sent`,
		[
			"Correct them, or set 'On Error' to continue so that the other items are sent.",
			...lines,
		].join('\n'),
		details,
	);
}

function toSentence({ message, hint }: Finding): string {
	return `${message}. ${hint}`;
}
