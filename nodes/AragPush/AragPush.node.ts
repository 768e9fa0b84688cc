import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { continuesOnFail } from '../shared/asTool';
import { asNodeError, finishItems, toFailedItem, toNodeError } from '../shared/errors';
import { reasonOf } from '../shared/text';
import { pushPolicies } from './operations/pushPolicies';
import { toOutputItem } from './output/items';
import { describeFailures } from './output/messages';
import { properties } from './properties';
import { unknownOutcome } from './server/outcome';
import { testKaskoApi } from './testKaskoApi';

export class AragPush implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ARAG Push',
		name: 'aragPush',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "check" ? "Check policies" : "Buy policies" }}',
		description: 'Buy ARAG policies, one per item, over the KASKO push API',
		defaults: { name: 'ARAG Push' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kaskoApi', required: true, testedBy: 'testKaskoApi' }],
		properties,
	};

	methods = { credentialTest: { testKaskoApi } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		try {
			const { livemode, includeInputFields, outcomes, warnings } = await pushPolicies(this);
			const failure = continuesOnFail(this) ? undefined : describeFailures(outcomes);
			if (failure) throw toNodeError(this.getNode(), failure.error, failure.item);
			const input = this.getInputData();
			const items = outcomes.map((outcome, item) =>
				toOutputItem(
					outcome,
					livemode,
					item,
					warnings[item],
					includeInputFields ? input[item]?.json : undefined,
				),
			);
			return [finishItems(items, this.getNode())];
		} catch (error) {
			// n8n sends every input item out of the success output when a node throws in spite of On Error = Continue.
			if (!continuesOnFail(this)) throw asNodeError(this.getNode(), error);
			const cause = unknownOutcome(`the node broke off (${reasonOf(error)})`);
			const items = this.getInputData().map((_, item) => toFailedItem(cause, item));
			return [finishItems(items, this.getNode())];
		}
	}
}
