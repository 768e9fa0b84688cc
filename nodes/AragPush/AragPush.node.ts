import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

export class AragPush implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ARAG Push',
		name: 'aragPush',
		icon: { light: 'file:../../icons/kasko.svg', dark: 'file:../../icons/kasko.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: 'Create policies',
		description: 'Buy ARAG policies, one per item, over the KASKO push API',
		defaults: { name: 'ARAG Push' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kaskoApi', required: true, testedBy: 'testKaskoApi' }],
		properties: [
			{
				displayName: 'Start Date',
				name: 'startDate',
				type: 'dateTime',
				default: '',
			},
			{
				displayName: 'Max Tries',
				name: 'maxTries',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10 },
				default: 3,
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}
