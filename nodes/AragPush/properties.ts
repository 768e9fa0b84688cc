import type { INodeProperties } from 'n8n-workflow';

import { toolDescription } from '../shared/asTool';
import { toProperties } from '../shared/settings';
import { FORMER_OPTION, OPERATION, OPTIONS } from './input/settings';
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
	options: [...toProperties(OPTIONS), FORMER_OPTION],
};

const PUSH_TOOL =
	'Buys one ARAG insurance policy for a customer. Somebody pays for it and this tool cannot cancel it. Before each call, show the user the name, email, start date and VIN and ask for a clear yes; never call it without that, never with invented values, never twice for the same policy. When the outcome is unknown, never call it again for that policy: tell the user to look in KASKO.';

const CHECK_TOOL =
	'Checks the values of an ARAG insurance policy and says what is wrong with them. It sends nothing to KASKO and buys nothing.';

/** n8n tells a panel nothing of the credential, so this says what holds for either kind of key. */
const keyNotice: INodeProperties = {
	displayName:
		'With a live key (sk_live_…) every item buys a policy that has to be paid for. With a test key (sk_test_…) nothing real is bought. Try your items with the operation Check Policies first: it sends nothing.',
	name: 'keyNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { operation: ['push'] } },
};

/** The node's parameters, in the order the panel shows them. */
export const properties: INodeProperties[] = [
	...toProperties(OPERATION),
	keyNotice,
	toolDescription(PUSH_TOOL, { operation: ['push'] }),
	toolDescription(CHECK_TOOL, { operation: ['check'] }),
	...fieldProperties,
	additionalFields,
	options,
];
