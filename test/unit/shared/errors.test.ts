import { NodeOperationError, type INode } from 'n8n-workflow';

import { KaskoError } from '../../../nodes/shared/KaskoError';
import type * as errors from '../../../nodes/shared/errors';
import { finishItems, toFailedItem, toNodeError } from '../../../nodes/shared/errors';

type Errors = typeof errors;

const error = new KaskoError('KASKO refused the policy.', 'Correct the VIN.', {
	status: 'rejected',
});

/** What n8n-core's `handleNodeErrorOutput` takes for a failed item, before and since n8n-workflow 2.34.3, 2.35.1 and 2.36. */
const routedBefore = (json: object) =>
	['error', 'error,message'].includes(Object.keys(json).join());
const routedSince = (json: object) =>
	Object.keys(json).every((key) => ['error', 'message', 'details'].includes(key));

const node = {
	id: '1',
	name: 'ARAG Push',
	type: 't',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};
const WITH_ERROR_OUTPUT: INode = { ...node, onError: 'continueErrorOutput' };

describe('a failed item', () => {
	it.each([
		['1.120.31', routedBefore],
		['2.0.1', routedBefore],
		['2.33.2', routedBefore],
		['2.34.2', routedBefore],
		['2.34.3', routedSince],
		['2.35.0', routedBefore],
		['2.35.1', routedSince],
		['2.36.0', routedSince],
		['2.41.0', routedSince],
		['3.0.0', routedSince],
	])('is taken to the error output by n8n-workflow %s', (host, isRouted) => {
		const [item] = finishItems([toFailedItem(error, 0)], WITH_ERROR_OUTPUT, host);
		expect(isRouted(item?.json ?? {})).toBe(true);
	});

	it.each(['stopWorkflow', 'continueRegularOutput', undefined] as const)(
		'keeps its details in every n8n where no error output waits for it: %s',
		(onError) => {
			const [item] = finishItems([toFailedItem(error, 0)], { ...node, onError }, '1.120.31');
			expect(item?.json.details).toEqual({ status: 'rejected' });
		},
	);

	it('tells what happened, what to do and, on a current n8n, the details', () => {
		expect(finishItems([toFailedItem(error, 3)], node)).toEqual([
			{
				json: {
					error: 'KASKO refused the policy.',
					message: 'KASKO refused the policy.\nCorrect the VIN.',
					details: { status: 'rejected' },
				},
				pairedItem: { item: 3 },
			},
		]);
	});
});

it.each<[string, () => object, object | undefined]>([
	['an old version', () => ({ version: '2.8.1' }), undefined],
	['no version', () => ({}), { status: 'rejected' }],
	[
		'no file for the version',
		() => {
			throw new Error('Package subpath "./package.json" is not exported');
		},
		{ status: 'rejected' },
	],
])('loads and fails items in an n8n with %s', (_name, readVersion, details) => {
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow/package.json', readVersion);
		const own = jest.requireActual<object>('../../../nodes/shared/errors') as Errors;
		const [item] = own.finishItems([own.toFailedItem(error, 0)], WITH_ERROR_OUTPUT);
		expect(item?.json.details).toEqual(details);
		jest.dontMock('n8n-workflow/package.json');
	});
});

describe('toNodeError', () => {
	it('shows the message as title and the next step below it', () => {
		const thrown = toNodeError(node, error);
		expect(thrown).toBeInstanceOf(NodeOperationError);
		expect([thrown.message, thrown.description]).toEqual([
			'KASKO refused the policy.',
			'Correct the VIN.',
		]);
		expect(thrown.context.itemIndex).toBeUndefined();
	});

	it('has a form for the editor in which each line stays one', () => {
		const thrown = toNodeError(node, new KaskoError('No.', "'<number>' & co\nsecond"));
		expect(thrown.description).toBe("'<number>' & co\nsecond");
		expect(thrown.context.descriptionTemplate).toBe("'&lt;number>' &amp; co<br>\nsecond");
	});

	it('keeps a message that names a system code', () => {
		const message = 'The line broke (ECONNRESET)';
		expect(toNodeError(node, new KaskoError(message, 'Look in KASKO.')).message).toBe(message);
	});
});
