import type { IContextObject, IDataObject, INode } from 'n8n-workflow';

import { KaskoApi } from '../../../credentials/KaskoApi.credentials';
import { AragPush } from '../../../nodes/AragPush/AragPush.node';
import { pushFaults, startPush } from '../../../sandbox';
import type { PushFault } from '../../../sandbox/push/pushFaults';
import type { Push } from '../../../sandbox/push/startPush';
import type { NodeRunResult } from '../../support/runNode';
import { runNode } from '../../support/runNode';

export let push: Push;

/** Gives every test of the file `push`, with nothing bought. */
export function usePush(): void {
	beforeAll(async () => {
		push = await startPush();
	});
	afterEach(() => push.reset());
	afterAll(async () => await push.stop());
}

export const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };
export const ERROR_OUTPUT = { settings: { onError: 'continueErrorOutput' as const } };

export const REFUSED = pushFaults.refuse(
	400,
	`{"errorMessage":"Bad Request: The 'vin' field is required."}`,
);

export interface PushRunOptions {
	/** In place of the node itself. */
	node?: AragPush;
	apiKey?: string;
	pushUrl?: string;
	options?: IDataObject;
	parameters?: IDataObject;
	settings?: Partial<INode>;
	timezone?: string;
	contextData?: Record<string, IContextObject>;
	onStart?: (cancel: () => void) => void;
}

/** The warnings of every customer: KASKO's own example of a VIN, which these have, is no usual one. */
export const ODD_VIN = [expect.objectContaining({ field: 'vin', code: 'oddVin', value: '12345' })];

/** A customer that KASKO takes, told apart by a number. */
export function customer(number: number, changes: IDataObject = {}): IDataObject {
	return {
		first: 'Test',
		last: `Person ${number}`,
		mail: 'test@person.com',
		start: '2099-02-13',
		vin: '12345',
		...changes,
	};
}

export function customers(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, number) => customer(number));
}

/** Runs ARAG Push over the items against the sandbox, in n8n's engine. */
export async function runPushNode(
	push: Push,
	items: IDataObject[],
	{
		apiKey = push.keys.test,
		pushUrl = push.url,
		options = {},
		parameters,
		node = new AragPush(),
		...rest
	}: PushRunOptions = {},
): Promise<NodeRunResult> {
	return await runNode({
		node,
		items,
		parameters: {
			variantId: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
			firstName: '={{ $json.first }}',
			lastName: '={{ $json.last }}',
			email: '={{ $json.mail }}',
			startDate: '={{ $json.start }}',
			vin: '={{ $json.vin }}',
			additionalFields: {},
			options,
			...parameters,
		},
		credential: { type: new KaskoApi(), data: { apiKey, pushUrl } },
		ca: push.certificate.cert,
		...rest,
	});
}

/** The output items' json of one output. */
export function jsonOf({ outputs }: NodeRunResult, output = 0): IDataObject[] {
	return (outputs[output] ?? []).map(({ json }) => json);
}

/** Of each failed item, what it came to. */
export function failuresOf(result: NodeRunResult, output = 0): unknown[] {
	return jsonOf(result, output).flatMap(({ error, details }) =>
		error ? [{ error, ...(details as IDataObject) }] : [],
	);
}

/** The fault for every request of the customers with these numbers. */
export function faultFor(push: Push, fault: PushFault, ...numbers: number[]): void {
	push.faults.when(
		({ raw }) => numbers.some((number) => raw.includes(`"Person ${number}"`)),
		fault,
	);
}

/** The reference of the policy that the customer with this number got. */
export function boughtBy(push: Push, number: number): string | undefined {
	return push.policies.find(({ lastName }) => lastName === `Person ${number}`)?.reference;
}
