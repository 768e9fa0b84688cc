import type { INodeProperties } from 'n8n-workflow';

import { toolDescription } from '../shared/asTool';
import { ADDITIONAL_FIELDS, PAIR_FIELDS, PUSH_FIELDS } from './request/fields';

const fieldProperties: INodeProperties[] = PUSH_FIELDS.map(({ label, parameter, property }) => ({
	displayName: label,
	name: parameter,
	required: true,
	...property,
}));

const additionalFields: INodeProperties = {
	displayName: ADDITIONAL_FIELDS.label,
	name: ADDITIONAL_FIELDS.parameter,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: PAIR_FIELDS.map(({ label, parameter, description }) => ({
		displayName: label,
		name: parameter,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Value',
		default: {},
		description,
		options: [
			{
				displayName: 'Value',
				name: 'field',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	})),
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Max Tries',
			name: 'maxTries',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			description:
				'How often to try one policy when KASKO could not be reached or asked to slow down. A request that may have reached KASKO is never sent again.',
		},
		{
			displayName: 'Parallel Requests',
			name: 'parallelRequests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 5,
			description: 'How many requests may be on their way at the same time',
		},
		{
			displayName: 'Request Interval (Ms)',
			name: 'requestInterval',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Shortest time between the starts of two requests, in milliseconds. Use it when KASKO limits how fast you may send.',
		},
		{
			displayName: 'Skip Already Pushed',
			name: 'skipAlreadyPushed',
			type: 'options',
			options: [
				{
					name: 'Always',
					value: 'always',
					description: 'Remember the pushed policies of every API key',
				},
				{
					name: 'Never',
					value: 'never',
					description: 'Buy equal items again, in one run and in a later one',
				},
				{
					name: 'With a Live Key',
					value: 'live',
					description: 'Remember them only for keys that buy real policies',
				},
			],
			default: 'live',
			description:
				'Whether to remember across runs what this node has bought, so that running the same items again buys nothing twice. Save the workflow first. An item counts as the same when all its values are equal. n8n keeps only a fingerprint, so the reference of an earlier run is in that run.',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
			description:
				"How long to wait for KASKO's answer. When it takes longer, it is not known whether the policy exists, and the item fails with the status unknown.",
		},
		{
			displayName: 'Validate Only',
			name: 'validateOnly',
			type: 'boolean',
			default: false,
			description: 'Whether to check all items and send nothing',
		},
	],
};

const PUSH_TOOL =
	'Buys one ARAG insurance policy for a customer. Somebody pays for it and this tool cannot cancel it. Before each call, show the user the name, email, start date and VIN and ask for a clear yes; never call it without that, never with invented values, never twice for the same policy. When the outcome is unknown, never call it again for that policy: tell the user to look in KASKO.';

/** The node's parameters, in the order the panel shows them. */
export const properties: INodeProperties[] = [
	toolDescription(PUSH_TOOL),
	...fieldProperties,
	additionalFields,
	options,
];
