import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AragPush } from '../../../nodes/AragPush/AragPush.node';
import { toCause } from '../../../nodes/AragPush/operations/pushPolicies';
import type { PushRunOptions } from './pushHarness';
import { customers, jsonOf, push, runPushNode, usePush } from './pushHarness';

usePush();

type Context = Record<string, unknown>;

/** ARAG Push in an n8n in which something throws: `change` names what of the context is replaced. */
function brokenPush(change: (context: Context) => Context): AragPush {
	return Object.assign(new AragPush(), {
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const replaced = change(this as unknown as Context);
			const broken = new Proxy(this, {
				get: (target, name) =>
					Object.hasOwn(replaced, name)
						? replaced[String(name)]
						: (Reflect.get(target, name, target) as unknown),
			});
			return await AragPush.prototype.execute.call(broken);
		},
	});
}

const fails = () => {
	throw new Error('broken');
};
/** Fails from the given call on. */
const failsFrom = (call: number, works: () => unknown) => {
	let calls = 0;
	return () => (++calls >= call ? fails() : works());
};

/** Items with this for their json. */
function withJson(json: () => unknown): (context: Context) => Context {
	return () => ({ getInputData: () => [0, 1, 2].map(() => ({ json: json() })) });
}

/** Values that ask nothing of the item. */
const FIXED = {
	firstName: 'Test',
	lastName: 'Person',
	email: 'test@person.com',
	startDate: '2099-02-13',
	vin: '12345',
};

const CONTINUE: PushRunOptions = { settings: { onError: 'continueErrorOutput' } };
const run = async (change: (context: Context) => Context, options: PushRunOptions = CONTINUE) =>
	await runPushNode(push, customers(3), { ...options, node: brokenPush(change) });

it.each<[string, (context: Context) => Context]>([
	['the input', () => ({ getInputData: fails })],
	['the parameters', () => ({ getNodeParameter: fails })],
	['the credential', () => ({ getCredentials: fails })],
	['the context data', () => ({ getContext: fails })],
	['the time zone', () => ({ getTimezone: fails })],
	['the cancel signal', () => ({ getExecutionCancelSignal: fails })],
])('without %s nothing is sent, and no input item comes out as a success', async (_, change) => {
	const { outputs } = await run(change);
	expect(outputs[0] ?? []).toEqual([]);
	expect(outputs[1]?.length).toBeGreaterThan(0);
	for (const { json } of outputs[1] ?? []) {
		expect(json).toMatchObject({ error: expect.any(String) as string, details: {} });
	}
});

it.each<[string, (context: Context) => Context]>([
	['its own node', () => ({ getNode: fails })],
	['hints', () => ({ addExecutionHints: fails })],
	['a log', () => ({ logger: { debug: fails, info: fails, warn: fails, error: fails } })],
	['any log', () => ({ logger: undefined })],
])('without %s policies are bought all the same', async (_, change) => {
	const result = await run(change);
	expect(jsonOf(result).map(({ reference }) => reference)).toEqual(
		push.policies.map(({ reference }) => reference),
	);
	expect(push.policies).toHaveLength(3);
});

it.each<[string, (context: Context) => Context]>([
	[
		'can not be read a second time',
		(context) => ({
			getInputData: failsFrom(3, () => (context as unknown as IExecuteFunctions).getInputData()),
		}),
	],
	[
		'has a field that fails',
		withJson(() => ({
			get crm() {
				return fails();
			},
		})),
	],
	['fails to list its fields', withJson(() => new Proxy({}, { ownKeys: fails }))],
])('nothing is sent when the input %s and the output is to hold it', async (_, change) => {
	const { outputs } = await run(change, {
		...CONTINUE,
		parameters: FIXED,
		options: { includeInputFields: true },
	});
	expect(outputs[0] ?? []).toEqual([]);
	expect(outputs[1]).toHaveLength(3);
	expect(outputs[1]?.map(({ json }) => json.details)).toMatchObject(
		[0, 1, 2].map(() => ({ status: 'notSent' })),
	);
	expect(push.requests).toEqual([]);
});

it.each<[string, () => unknown]>([
	['is missing', () => undefined],
	['is null', () => null],
	['is a list', () => []],
	['is a text', () => ''],
	['has no prototype', () => Object.create(null)],
])('an item whose json %s costs nothing of the output', async (_, json) => {
	const { outputs } = await run(withJson(json), {
		...CONTINUE,
		parameters: FIXED,
		options: { includeInputFields: true },
	});
	expect(outputs[0]?.map(({ json: { status } }) => status)).toEqual([
		'created',
		'alreadyPushed',
		'alreadyPushed',
	]);
});

it('a field that fails to be read keeps its own item back, and no other', async () => {
	const items = customers(3);
	const odd = {
		...items[1],
		get first() {
			return fails();
		},
	};
	const { outputs } = await run(() => ({
		getInputData: () => [items[0], odd, items[2]].map((json) => ({ json })),
	}));
	expect(outputs[0]?.map(({ json: { status } }) => status)).toEqual(['created', 'created']);
	expect(outputs[1]).toMatchObject([
		{
			json: {
				error: expect.stringContaining("'First Name' has no result: broken") as string,
				details: { status: 'notSent', field: 'firstName' },
			},
		},
	]);
	expect(push.policies).toHaveLength(2);
});

it.each<[string, unknown]>([
	['nothing', undefined],
	['an object without text', Object.create(null)],
	['an object whose text fails', { toString: fails }],
	[
		'an error that fails to be looked at',
		new Proxy(new Error('x'), { get: fails, getPrototypeOf: fails }),
	],
])('no input item comes out as a success when %s is thrown', async (_, thrown) => {
	const { outputs } = await run(() => ({
		getCredentials: () => {
			throw thrown;
		},
	}));
	expect(outputs[0] ?? []).toEqual([]);
	expect(outputs[1]).toHaveLength(3);
	expect(push.requests).toEqual([]);
});

it('is in doubt about whatever breaks after the settings were read', () => {
	expect(toCause(new Error('broken'))).toMatchObject({
		message: 'It is not known whether the policy was bought: the node broke off (broken)',
		details: { status: 'unknown' },
	});
});
