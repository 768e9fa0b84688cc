import type { IDataObject, INode } from 'n8n-workflow';

import type { WorkflowFile } from '../../scripts/n8n/workflows';

export interface PushWorkflowOptions {
	/** The name of the `kaskoApi` credential. */
	credential: string;
	settings?: Partial<INode>;
	options?: IDataObject;
}

/** A workflow with a manual trigger that pushes one customer per number, with the last name `Person <number>`. */
export function pushWorkflow(
	numbers: number[],
	{ credential, settings = {}, options = {} }: PushWorkflowOptions,
): WorkflowFile {
	return {
		name: `Push ${numbers.length}`,
		nodes: [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'Customers',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position: [200, 0],
				parameters: {
					jsCode: `return ${JSON.stringify(numbers)}.map((n) => ({ last: 'Person ' + n, mail: 'test@person.com', start: '2027-02-13', vin: 'WVWZZZ1JZXW000001' }));`,
				},
			},
			{
				id: '3',
				name: 'ARAG Push',
				type: 'n8n-nodes-kasko.aragPush',
				typeVersion: 1,
				position: [400, 0],
				parameters: {
					firstName: 'Test',
					lastName: '={{ $json.last }}',
					email: '={{ $json.mail }}',
					startDate: '={{ $json.start }}',
					vin: '={{ $json.vin }}',
					options,
				} as INode['parameters'],
				credentials: { kaskoApi: { id: null, name: credential } },
				...settings,
			},
		],
		connections: {
			Start: { main: [[{ node: 'Customers', type: 'main', index: 0 }]] },
			Customers: { main: [[{ node: 'ARAG Push', type: 'main', index: 0 }]] },
		},
	};
}

/** 0 to `count` - 1, as customers' numbers. */
export function numbersTo(count: number): number[] {
	return Array.from({ length: count }, (_, number) => number);
}
