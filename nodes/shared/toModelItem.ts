import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** Longer texts cost a model more than they tell it. */
const LONGEST_FACTS = 500;
/** A server's words can be long; the customer's name stands behind them. */
const LONGEST_START = 250;
const LONGEST_END = 100;
/** More findings than these are named by column and code only. */
const FEW_FINDINGS = 3;

/** What a model must know of each outcome; what a person would do at the node's panel is no advice for it. */
const ADVICE = new Map<unknown, string>([
	[
		'unknown',
		'It may have been bought: never call this tool again for it. Tell the user to look in KASKO first.',
	],
	[
		'rejected',
		'Nothing was bought. Tell the user what is wrong; call again only with values the user has confirmed.',
	],
]);
const NOTHING_SENT =
	'Nothing was sent and nothing was bought. Tell the user what is wrong; call again only with values the user has confirmed.';
/** Of an operation that only reads: that it has sent nothing would be taken for an answer. */
const NOTHING_READ =
	'Nothing could be read, so this says nothing about what was bought. Tell the user.';

/** What invites to send once more. Servers say so, too, also where it is not known what they have done. */
const INVITATION = /\b(?:again|later|once more|repeat|re-?(?:try|send|submit)\w*)\b/i;
/** What is done at the panel, and what is said in other words anyway. */
const FOR_PERSONS =
	/\bset\b.*'|'.*\bset\b|'On Error'|\boptions?\b|\braise\b|every time|Nothing was (?:bought|sent)\b|request ID/i;
const OR_AN_OPTION = /, or .*\boptions?\b.*$/;

/**
 * A failed item, as `toFailedItem` makes it, in the words a model can act on: what happened, and what not to do. Other items
 * stay as they are. Of a failed tool call AI Agent 3.1 hands on `error` only; 2.2 hands on all, so `details` keep no lists.
 * @param operation Of the node.
 */
export function toModelItem(item: INodeExecutionData, operation?: unknown): INodeExecutionData {
	const { error, message } = item.json;
	if (typeof error !== 'string') return item;
	const details = item.json.details as IDataObject;
	const { status, requestId } = details;
	const facts = [`${whatHappened(error, details)}.`];
	if (status !== 'unknown')
		facts.push(...whatIsWrong(String(message).slice(error.length), details));
	const text = facts.join(' ').replace(/\s+/g, ' ');
	const told = [cut(text), ADVICE.get(status) ?? nothingDone(operation)];
	if (typeof requestId === 'string') told.push(`The request ID for KASKO is ${requestId}.`);
	const said = told.join(' ');
	const plain = Object.entries(details).filter(([, value]) => typeof value !== 'object');
	return {
		...item,
		json: { ...item.json, error: said, message: said, details: Object.fromEntries(plain) },
	};
}

function nothingDone(operation: unknown): string {
	return operation === 'getImports' ? NOTHING_READ : NOTHING_SENT;
}

/** The sentence without its full stop. */
function whatHappened(error: string, { status, httpCode }: IDataObject): string {
	const clauses = error.split(/(?<=[.!?:;,])\s+/);
	const said = clauses
		.map((clause) => (INVITATION.test(clause) ? '' : clause))
		.join(' ')
		.replace(/[\s.,:;]*(?: {2,}|$)/g, '. ')
		.replace(/^[\s.,:;]+|[\s.]+$/g, '');
	const words =
		said.length > LONGEST_START + LONGEST_END
			? `${said.slice(0, LONGEST_START)}… ${said.slice(-LONGEST_END)}`
			: said;
	if (status !== 'rejected' || httpCode === undefined || /KASKO/.test(said)) return words;
	return [`KASKO refused it (${String(httpCode)})`, words].filter(Boolean).join(': ');
}

/** Without what a person would do at the node's panel: to run or send it again, or to set an option, invites a model to buy twice. */
function whatIsWrong(description: string, { findings }: IDataObject): string[] {
	if (Array.isArray(findings) && findings.length > FEW_FINDINGS) {
		return [listByCode(findings as Array<{ column: string; code: string }>)];
	}
	const sentences = description
		.split(/(?<=[.!?])\s+|\n/)
		.map((sentence) => sentence.trim().replace(OR_AN_OPTION, '.'));
	return sentences.filter(
		(sentence) => sentence && !INVITATION.test(sentence) && !FOR_PERSONS.test(sentence),
	);
}

/** `required: policy.first_name, policy.last_name; noEmail: policy.email`. */
function listByCode(findings: ReadonlyArray<{ column: string; code: string }>): string {
	const columns = new Map<string, string[]>();
	for (const { column, code } of findings) {
		columns.set(code, [...(columns.get(code) ?? []), column]);
	}
	return `${Array.from(columns, ([code, names]) => `${code}: ${names.join(', ')}`).join('; ')}.`;
}

function cut(text: string): string {
	return text.length > LONGEST_FACTS ? `${text.slice(0, LONGEST_FACTS)}…` : text;
}
