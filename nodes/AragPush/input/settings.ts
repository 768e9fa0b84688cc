import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import type { ValuesOf } from '../../shared/settings';
import {
	choiceSetting,
	flagSetting,
	numberSetting,
	readSettings,
	settingsOf,
} from '../../shared/settings';

/** What buys and what does not is never decided by an expression. */
export const OPERATION = {
	operation: choiceSetting(
		'Operation',
		'push',
		[
			{
				name: 'Check Policies',
				value: 'check',
				action: 'Check policies',
				description: 'Check all items and send nothing',
			},
			{
				name: 'Push Policies',
				value: 'push',
				action: 'Push policies',
				description: 'Check all items, then buy a policy for each',
			},
		],
		{ noDataExpression: true },
	),
};

export const OPTIONS = {
	includeInputFields: flagSetting('Include Input Fields', false, {
		description:
			'Whether each output item also holds the fields of its input item. Where both have a field of the same name, the one of this node wins.',
	}),
	maxTries: numberSetting(
		'Max Tries',
		{ default: 3, min: 1, max: 10 },
		{
			description:
				'How often to try one policy when KASKO could not be reached. A request that may have reached KASKO is never sent again; waiting because KASKO asks to slow down is no try.',
		},
	),
	parallelRequests: numberSetting(
		'Parallel Requests',
		{ default: 5, min: 1, max: 50 },
		{ description: 'How many requests may be on their way at the same time' },
	),
	requestInterval: numberSetting(
		'Request Interval (Ms)',
		{ default: 0, min: 0, max: 60_000 },
		{
			description:
				'Shortest time between the starts of two requests, in milliseconds. Use it when KASKO limits how fast you may send.',
		},
	),
	skipAlreadyPushed: choiceSetting(
		'Skip Already Pushed',
		'live',
		[
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
		{
			description:
				'Whether to remember across runs what this node has bought, so that running the same items again buys nothing twice. An item counts as the same when all its values look the same. n8n keeps only a fingerprint, so the reference of an earlier run is in that run.',
		},
	),
	timeout: numberSetting(
		'Timeout (Seconds)',
		{ default: 30, min: 1, max: 300, whole: false },
		{
			description:
				"How long to wait for KASKO's answer. When it takes longer, it is not known whether the policy exists, and the item fails with the status unknown.",
		},
	),
};

const SETTINGS = { ...OPERATION, ...OPTIONS };

export type PushSettings = ValuesOf<typeof SETTINGS>;

/**
 * Before there was an operation, this option kept a run from buying. The panel does not show it, but without it n8n would
 * take it out of a workflow that still holds it, and the node would buy.
 */
export const FORMER_OPTION: INodeProperties = {
	displayName: 'Validate Only',
	name: 'validateOnly',
	type: 'hidden',
	default: false,
};

/**
 * The settings of the run.
 * @throws KaskoError when one of them can't be used.
 */
export function readPushSettings(context: IExecuteFunctions): PushSettings {
	const source = settingsOf(context, Object.keys(OPERATION));
	const settings = readSettings(SETTINGS, source);
	const former = source.raw(FORMER_OPTION.name) ?? false;
	if (settings.operation === 'push' && former !== false && former !== 'false') {
		throw new KaskoError(
			`'${FORMER_OPTION.displayName}' is no option any more, but this workflow still holds it, so nothing was bought`,
			"Set 'Operation' to Check Policies. To buy, put a new ARAG Push node in the place of this one.",
		);
	}
	return settings;
}
