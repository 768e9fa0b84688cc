import type { IDataObject, INode } from 'n8n-workflow';

import { chain, MANUAL_TRIGGER, type Link } from '../../scripts/n8n/chain';
import type { WorkflowFile } from '../../scripts/n8n/workflows';

export interface PushWorkflowOptions {
	/** The name of the `kaskoApi` credential. */
	credential: string;
	settings?: Partial<INode>;
	options?: IDataObject;
}

/** The customer of this number, as a CRM gives it. */
export function customerOf(number: number) {
	return {
		last: `Person ${number}`,
		mail: 'test@person.com',
		start: '2099-02-13',
		vin: 'WVWZZZ1JZXW000001',
	};
}

/** An ARAG Push that buys for the customer which an expression names. */
export function pushNode(
	customer: string,
	{ credential, settings = {}, options = {} }: PushWorkflowOptions,
): Link {
	return {
		name: 'ARAG Push',
		type: 'n8n-nodes-kasko.aragPush',
		typeVersion: 1,
		parameters: {
			firstName: 'Test',
			lastName: `={{ ${customer}.last }}`,
			email: `={{ ${customer}.mail }}`,
			startDate: `={{ ${customer}.start }}`,
			vin: `={{ ${customer}.vin }}`,
			options,
		} as INode['parameters'],
		credentials: { kaskoApi: { id: null, name: credential } },
		...settings,
	};
}

/** n8n's Code node that gives one customer per number. */
export function customersNode(numbers: number[]): Link {
	return {
		name: 'Customers',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: {
			jsCode: `return ${JSON.stringify(numbers.map(customerOf))};`,
		},
	};
}

/** A workflow with a manual trigger that pushes one customer per number, with the last name `Person <number>`. */
export function pushWorkflow(numbers: number[], options: PushWorkflowOptions): WorkflowFile {
	return chain(`Push ${numbers.length}`, [
		MANUAL_TRIGGER,
		customersNode(numbers),
		pushNode('$json', options),
	]);
}

/** 0 to `count` - 1, as customers' numbers. */
export function numbersTo(count: number): number[] {
	return Array.from({ length: count }, (_, number) => number);
}
