import type {
	IDataObject,
	IDisplayOptions,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

/** Longer texts cost a model more than they tell it. */
const LONGEST_FACTS = 500;

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

const FOR_PERSONS = /\bagain\b|\bset\b.*'|'.*\bset\b|'On Error'|\boption\b/i;

/** Whether the node runs as a tool of an AI agent: n8n adds "Tool" to the type of such a node. */
export function isTool({ type }: INode): boolean {
	return /Tool$/.test(type);
}

/**
 * Whether failures come out as items instead of ending the run: with "On Error: Continue", and always as a tool, since
 * AI Agent 2.2 (langchain's `AgentExecutor`) answers the model with an empty text when a tool throws.
 */
export function continuesOnFail(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || isTool(context.getNode());
}

/**
 * The description of a tool that the model is sent. n8n 2.41 applies `usableAsTool.replacements` only to what the editor is
 * served; the value of a parameter with this name is what `getToolDescriptionForNode` (n8n-workflow) hands to the model.
 * @param show Further conditions, such as the operation that the text is about.
 */
export function toolDescription(text: string, show: IDisplayOptions['show'] = {}): INodeProperties {
	return {
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 5 },
		required: true,
		default: text,
		description: 'What the AI model is told about this tool. Keep its warnings.',
		displayOptions: { show: { ...show, '@tool': [true] } },
	};
}

/**
 * A failed item, as `toFailedItem` makes it, in the words a model can act on: what happened, and what not to do. Other items
 * stay as they are. Of a failed tool call AI Agent 3.1 hands on `error` only.
 */
export function toModelItem(item: INodeExecutionData): INodeExecutionData {
	const { error, message } = item.json;
	if (typeof error !== 'string') return item;
	const { status } = item.json.details as IDataObject;
	const facts = [`${error.replace(/\.$/, '')}.`];
	if (status !== 'unknown') facts.push(...sentencesForModel(String(message).slice(error.length)));
	const text = facts.join(' ').replace(/\s+/g, ' ');
	const cut = text.length > LONGEST_FACTS ? `${text.slice(0, LONGEST_FACTS)}…` : text;
	const told = `${cut} ${ADVICE.get(status) ?? NOTHING_SENT}`;
	return { ...item, json: { ...item.json, error: told, message: told } };
}

/** Without what a person would do at the node's panel: to run or send it again, or to set an option, invites a model to buy twice. */
function sentencesForModel(description: string): string[] {
	const sentences = description.split(/(?<=[.!?])\s+|\n/).map((sentence) => sentence.trim());
	return sentences.filter((sentence) => sentence && !FOR_PERSONS.test(sentence));
}
