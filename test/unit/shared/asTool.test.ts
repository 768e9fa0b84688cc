import { NodeHelpers, type INode, type INodeType } from 'n8n-workflow';

import { AragPush } from '../../../nodes/AragPush/AragPush.node';
import { isUnheardTool } from '../../../nodes/shared/asTool';
import { TicketplanSftpImport } from '../../../nodes/TicketplanSftpImport/TicketplanSftpImport.node';

const node: INode = {
	id: '1',
	name: 'Insurance',
	type: 'n8n-nodes-kasko.aragPushTool',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The parameters of a node as n8n's panel has them after the first ones were changed to the second ones. */
function change({ description }: INodeType, name: string, before: object, after: object) {
	const tool = { ...node, type: `n8n-nodes-kasko.${name}Tool` };
	const type = { ...description, name: `${name}Tool` };
	const fill = (parameters: object, withDefaults: boolean) =>
		NodeHelpers.getNodeParameters(
			...([type.properties, { ...parameters }, withDefaults, false, tool, type] as const),
		) ?? {};
	return fill({ ...fill(fill(before, true), false), ...after }, true);
}

describe.each([
	['aragPush', new AragPush(), 'check', 'push'],
	['ticketplanSftpImport', new TicketplanSftpImport(), 'previewFile', 'importPolicies'],
	['ticketplanSftpImport', new TicketplanSftpImport(), 'getImports', 'importPolicies'],
])('the description of %s as a tool', (name, type, free, buying) => {
	const told = (parameters: INode['parameters']) =>
		NodeHelpers.getToolDescriptionForNode({ ...node, parameters }, type);

	it(`follows the operation: ${free}, ${buying}`, () => {
		const pays = /pays for it|pays for, .*clear yes/s;
		expect(told(change(type, name, { operation: free }, {}))).toMatch(/buys nothing/);
		expect(told(change(type, name, { operation: free }, { operation: buying }))).toMatch(pays);
		expect(told(change(type, name, { operation: buying }, { operation: free }))).toMatch(
			/buys nothing/,
		);
	});

	it.each(['', ' \n'])('speaks of cost and a yes when its field is emptied: %j', (text) => {
		expect(told({ operation: buying, toolDescription: text })).toMatch(/paid for.*clear yes/);
	});
});

it.each([
	[
		'as an AI Agent 3 runs it',
		{ onError: 'continueErrorOutput', rewireOutputLogTo: 'ai_tool' },
		true,
	],
	['as an AI Agent 2 runs it', { onError: 'continueErrorOutput' }, false],
	[
		'with On Error = Continue',
		{ onError: 'continueRegularOutput', rewireOutputLogTo: 'ai_tool' },
		false,
	],
	['with On Error unset', { rewireOutputLogTo: 'ai_tool' }, false],
	[
		'that is no tool',
		{
			type: 'n8n-nodes-kasko.aragPush',
			onError: 'continueErrorOutput',
			rewireOutputLogTo: 'ai_tool',
		},
		false,
	],
])('nobody hears of a tool with an error output: %s', (_name, settings, expected) => {
	expect(isUnheardTool({ ...node, ...settings } as INode)).toBe(expected);
});
