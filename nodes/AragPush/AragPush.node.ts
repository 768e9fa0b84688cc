import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
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
		usableAsTool: {
			replacements: {
				description:
					'Buys one ARAG insurance policy for a customer. Somebody pays for it and this tool cannot cancel it. Before each call, show the user the name, email, start date and VIN and ask for a clear yes; never call it without that, never with invented values. Never call it again for the same customer when the outcome is unknown: tell the user to look in KASKO.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kaskoApi', required: true, testedBy: 'testKaskoApi' }],
		properties,
	};

	methods = { credentialTest: { testKaskoApi } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { livemode, outcomes, warnings } = await runPush(this);
		const failure = this.continueOnFail() ? undefined : describeFailures(outcomes);
		if (failure) throw toNodeError(this.getNode(), failure.error, failure.item);
		return [outcomes.map((outcome, item) => toOutputItem(outcome, livemode, item, warnings[item]))];
	}
}
