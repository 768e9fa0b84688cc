import type { IDisplayOptions, IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';

/** Whether the node runs as a tool of an AI agent: n8n adds "Tool" to the type of such a node. */
export function isTool({ type }: INode): boolean {
	return /Tool$/.test(type);
}

/**
 * Whether nobody would hear what the node has done: of a tool with an error output n8n's engine, which runs the tools of AI
 * Agent 3, hands nothing to the model, not even that a policy was bought (n8n-core, `handleNodeErrorOutput`).
 */
export function isUnheardTool(node: INode): boolean {
	return isTool(node) && node.onError === 'continueErrorOutput' && !!node.rewireOutputLogTo;
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
