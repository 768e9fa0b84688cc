import type { IDataObject, INode } from 'n8n-workflow';

import { chain, MANUAL_TRIGGER } from '../../scripts/n8n/chain';
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
	return chain(`Push ${numbers.length}`, [
		MANUAL_TRIGGER,
		{
			name: 'Customers',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: {
				jsCode: `return ${JSON.stringify(numbers)}.map((n) => ({ last: 'Person ' + n, mail: 'test@person.com', start: '2027-02-13', vin: 'WVWZZZ1JZXW000001' }));`,
			},
		},
		{
			name: 'ARAG Push',
			type: 'n8n-nodes-kasko.aragPush',
			typeVersion: 1,
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
	]);
}

/** 0 to `count` - 1, as customers' numbers. */
export function numbersTo(count: number): number[] {
	return Array.from({ length: count }, (_, number) => number);
}
