import type { IWebhookFunctions } from 'n8n-workflow';

import type { Setting, SettingsTable, ValuesOf } from '../shared/settings';
import { choiceSetting, choicesSetting, flagSetting, shownFor } from '../shared/settings';
import { reasonOf } from '../shared/text';
import type { KaskoEvent } from './events';
import { EVENTS } from './events';

/** What starts the workflow. */
export const FILTERS = {
	events: choicesSetting(
		'Events',
		['importError'],
		EVENTS.map(({ kind, label, description }) => ({ name: label, value: kind, description })),
		{
			noDataExpression: true,
			required: true,
			description:
				'What starts the workflow. All other events are acknowledged to KASKO and dropped, with a line in the log of n8n.',
		},
	),
	environment: choiceSetting(
		'Environment',
		'both',
		[
			{ name: 'Live and Test', value: 'both' },
			{ name: 'Live', value: 'live', description: 'Events of real policies only' },
			{ name: 'Test', value: 'test', description: 'Events of test policies only' },
		],
		{
			noDataExpression: true,
			description:
				'Which policies to hear about. An event that does not tell its environment always starts the workflow.',
		},
	),
} satisfies SettingsTable;

/** What the workflow gets of an event. */
export const OUTPUT = {
	simplify: flagSetting('Simplify', false, {
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show: { events: ['policyCreated', 'policyUpdated'] } },
	}),
} satisfies SettingsTable;

export const OPTIONS = {
	importErrorEvents: eventNamesSetting('Import Error Events', {
		placeholder: 'e.g. first.event, second.event',
		description:
			'Names of the events by which KASKO reports rows that it could not import, separated by commas, in any letter case. Ask KASKO for them. Without them, an event that KASKO does not document counts as an import error if it names an idempotency key, or if its name or its fields speak of an error.',
	}),
} satisfies SettingsTable;

/** The values of the settings; undefined where n8n can't tell one. */
export type Subscription = Partial<ValuesOf<typeof FILTERS & typeof OUTPUT & typeof OPTIONS>>;

/**
 * What the user wants to hear about, as set in the node, and what is wrong with it, one sentence for each setting. An
 * event that has arrived would be lost if a setting were refused, so a setting that can't be read keeps nothing out.
 */
export function readSubscription(context: IWebhookFunctions): {
	subscription: Subscription;
	faults: string[];
} {
	const faults: string[] = [];
	function read<T>(path: string, setting: Setting<T>): T | undefined {
		const value = readParameter(context, path, setting);
		if (value instanceof Fault) faults.push(value.sentence);
		return value instanceof Fault ? undefined : value;
	}
	const subscription = {
		events: read('events', FILTERS.events),
		environment: read('environment', FILTERS.environment),
		simplify: read('simplify', OUTPUT.simplify),
		importErrorEvents: read('options.importErrorEvents', OPTIONS.importErrorEvents),
	};
	return { subscription, faults };
}

/** Whether an event is wanted. One that doesn't tell its environment passes: nothing gets lost. */
export function isSubscribed(
	{ kind, livemode }: Pick<KaskoEvent, 'kind' | 'livemode'>,
	{ events, environment = 'both' }: Subscription,
): boolean {
	if (events && !events.includes(kind)) return false;
	return environment === 'both' || livemode === null || livemode === (environment === 'live');
}

class Fault {
	constructor(readonly sentence: string) {}
}

function readParameter<T>(
	context: IWebhookFunctions,
	path: string,
	setting: Setting<T>,
): T | Fault {
	const { label, default: preset, parse, allowed } = setting;
	try {
		const value: unknown = context.getNodeParameter(path, preset);
		return (
			parse(value) ?? new Fault(`'${label}' can't be '${shownFor(setting, value)}': use ${allowed}`)
		);
	} catch (error) {
		return new Fault(`The expression in '${label}' has no result (${cut(reasonOf(error))})`);
	}
}

const LONGEST_REASON = 200;

function cut(reason: string): string {
	return reason.slice(0, LONGEST_REASON).replace(/\s+/g, ' ');
}

/** Names, in lower case: a text with commas, semicolons or lines, or a list of texts from an expression. */
function eventNamesSetting(
	label: string,
	panel: { placeholder: string; description: string },
): Setting<readonly string[]> {
	return {
		label,
		default: [],
		property: { ...panel, type: 'string', default: '' },
		parse: (value) => {
			const texts: unknown[] = [value].flat();
			if (!texts.every((text) => typeof text === 'string')) return undefined;
			const names = texts.flatMap((text) => text.split(/[,;\n]/));
			return names.map((name) => name.trim().toLowerCase()).filter(Boolean);
		},
		allowed: 'names of events, separated by commas',
	};
}
