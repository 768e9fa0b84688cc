import type { INodeProperties } from 'n8n-workflow';

export type FieldKind = 'id' | 'name' | 'email' | 'date' | 'vin';

export interface PushField {
	/** Name of the node parameter. */
	parameter: string;
	label: string;
	/** Where the value stands in KASKO's request body. */
	path: readonly string[];
	kind: FieldKind;
	property: Pick<
		INodeProperties,
		'type' | 'default' | 'placeholder' | 'description' | 'typeOptions'
	>;
}

/** KASKO's product input for ARAG, all of it required. Properties, checks and request body derive from it. */
export const PUSH_FIELDS = [
	{
		parameter: 'variantId',
		label: 'Variant ID',
		path: ['variant_id'],
		kind: 'id',
		property: {
			type: 'string',
			default: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
			description:
				'The insurance product to buy, as KASKO names it. Keep the value unless KASKO gave you another one.',
		},
	},
	{
		parameter: 'firstName',
		label: 'First Name',
		path: ['input', 'first_name'],
		kind: 'name',
		property: {
			type: 'string',
			default: '',
			placeholder: 'e.g. Nathan',
			description: 'First name of the customer',
		},
	},
	{
		parameter: 'lastName',
		label: 'Last Name',
		path: ['input', 'last_name'],
		kind: 'name',
		property: {
			type: 'string',
			default: '',
			placeholder: 'e.g. Smith',
			description: 'Last name of the customer',
		},
	},
	{
		parameter: 'email',
		label: 'Email',
		path: ['input', 'email'],
		kind: 'email',
		property: {
			type: 'string',
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'Email address of the customer',
		},
	},
	{
		parameter: 'startDate',
		label: 'Start Date',
		path: ['input', 'data', 'start_date'],
		kind: 'date',
		property: {
			type: 'dateTime',
			typeOptions: { dateOnly: true },
			default: '',
			placeholder: 'e.g. 2027-02-13',
			description:
				'First day of the insurance, as 2027-02-13 or with a time as 2027-02-13T10:34:39+00:00. It is sent to KASKO as you give it: a date without a time stays without one.',
		},
	},
	{
		parameter: 'vin',
		label: 'VIN',
		path: ['input', 'data', 'vin'],
		kind: 'vin',
		property: {
			type: 'string',
			default: '',
			placeholder: 'e.g. WVWZZZ1JZXW000001',
			description:
				'Vehicle identification number. Spaces around it are removed and letters become capitals.',
		},
	},
] as const satisfies readonly PushField[];

export const ADDITIONAL_FIELDS = {
	parameter: 'additionalFields',
	label: 'Additional Fields',
} as const;

/** Free name/value pairs of the request: the collection in 'Additional Fields' and where its pairs go. */
export const PAIR_FIELDS = [
	{
		parameter: 'data',
		label: 'Data',
		path: ['input', 'data'],
		description: 'Further product data, sent next to the start date and the VIN',
	},
	{
		parameter: 'metadata',
		label: 'Metadata',
		path: ['input', 'metadata'],
		description: 'Your own notes on the policy, such as the ID of the deal in your CRM',
	},
] as const;
