import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { continuesOnFail } from '../shared/asTool';
import { finishItems, toNodeError } from '../shared/errors';
import { describeFailures } from './output/describeFailures';
import { properties } from './properties';
import { runPush } from './operations/pushPolicies';
import { testKaskoApi } from './testKaskoApi';
import { toOutputItem } from './output/items';

export class AragPush implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ARAG Push',
		name: 'aragPush',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: 'Buy policies',
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
		const { livemode, outcomes, warnings } = await runPush(this);
		const failure = continuesOnFail(this) ? undefined : describeFailures(outcomes);
		if (failure) throw toNodeError(this.getNode(), failure.error, failure.item);
		const items = outcomes.map((outcome, item) =>
			toOutputItem(outcome, livemode, item, warnings[item]),
		);
		return [finishItems(items, this.getNode())];
	}
}
