import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AragPush } from '../../../nodes/AragPush/AragPush.node';
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

it('is in doubt when the output can not be made after policies were bought', async () => {
	const { outputs } = await run(
		(context) => ({
			getInputData: failsFrom(3, () => (context as unknown as IExecuteFunctions).getInputData()),
		}),
		{ ...CONTINUE, options: { includeInputFields: true } },
	);
	expect(outputs[0] ?? []).toEqual([]);
	expect(outputs[1]).toHaveLength(3);
	expect(outputs[1]?.map(({ json }) => json.details)).toMatchObject(
		[0, 1, 2].map(() => ({ status: 'unknown' })),
	);
});
