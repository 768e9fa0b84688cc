import type { IExecuteFunctions } from 'n8n-workflow';

import { readOptions } from '../../../nodes/AragPush/input/settings';
import { strictContext } from '../../support/strictContext';

const optionsFrom = (options: object) =>
	readOptions(strictContext<IExecuteFunctions>({ getNodeParameter: () => options }));

it.each([
	['always', 'always'],
	['never', 'never'],
	['live', 'live'],
	['Never', 'live'],
	['', 'live'],
	[null, 'live'],
	[undefined, 'live'],
])('takes %j as Skip Already Pushed for %s', (given, skip) => {
	expect(optionsFrom({ skipAlreadyPushed: given }).skipAlreadyPushed).toBe(skip);
});

it('puts limits that make no sense right', () => {
	const given = { parallelRequests: 0, requestInterval: -1, timeout: 'x', maxTries: 2.9 };
	expect(optionsFrom(given)).toMatchObject({
		parallelRequests: 1,
		requestIntervalMs: 0,
		timeoutMs: 30_000,
		maxTries: 2,
	});
});
