import type { INodeProperties } from 'n8n-workflow';

import { AragPush } from '../../../nodes/AragPush/AragPush.node';

const { description } = new AragPush();
const named = (properties: unknown, name: string) =>
	(properties as INodeProperties[]).find((property) => property.name === name);
const defaultsOf = (properties: unknown) =>
	Object.fromEntries(
		(properties as INodeProperties[]).map(({ name, default: value }) => [name, value]),
	);

it('has the parameters that saved workflows depend on', () => {
	expect(defaultsOf(description.properties)).toEqual({
		operation: 'push',
		keyNotice: '',
		toolDescription: expect.any(String) as string,
		variantId: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
		firstName: '',
		lastName: '',
		email: '',
		startDate: '',
		vin: '',
		additionalFields: {},
		options: {},
	});
	expect(defaultsOf(named(description.properties, 'additionalFields')?.options)).toEqual({
		data: {},
		metadata: {},
	});
	const options = named(description.properties, 'options')?.options as INodeProperties[];
	expect(defaultsOf(options.filter(({ type }) => type !== 'hidden'))).toEqual({
		includeInputFields: false,
		maxTries: 3,
		parallelRequests: 5,
		requestInterval: 0,
		skipAlreadyPushed: 'live',
		timeout: 30,
	});
	expect(named(options, 'validateOnly')).toMatchObject({ type: 'hidden', default: false });
});

it('tells an agent to ask before it buys', () => {
	const property = named(description.properties, 'toolDescription');
	expect(property?.displayOptions).toEqual({ show: { operation: ['push'], '@tool': [true] } });
	expect(property?.default).toMatch(/Somebody pays for it.*ask for a clear yes.*never twice/s);
});
