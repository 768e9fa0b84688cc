import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { executeSafely } from '../shared/executeSafely';
import { pushPolicies, toCause } from './operations/pushPolicies';
import { properties } from './properties';
import { testKaskoApi } from './testKaskoApi';

export class AragPush implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ARAG Push',
		name: 'aragPush',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "check" ? "Check policies" : "Buy policies" }}',
		description:
			'Buy ARAG policies, one per item, over the KASKO push API. Each has to be paid for: ask for a clear yes first.',
		defaults: { name: 'ARAG Push' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kaskoApi', required: true, testedBy: 'testKaskoApi' }],
		// Read by n8n's AI builder.
		builderHint: {
			searchHint:
				'Buys real insurance policies. Build with the operation "check" first, put an approval step in front of "push", and set On Error to "Continue (using error output)" so that refused items come out apart. The output holds status and reference, not the fields of the input.',
		},
		properties,
	};

	methods = { credentialTest: { testKaskoApi } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeSafely(this, async () => [await pushPolicies(this)], toCause);
	}
}
