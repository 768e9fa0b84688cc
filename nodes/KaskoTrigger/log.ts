import type { IWebhookFunctions } from 'n8n-workflow';

import { count, shown } from '../shared/text';
import type { KaskoEvent } from './events';
import { EVENTS } from './events';

/** One line in n8n's log that says which node did what: a trigger has no other place for what starts no workflow. */
export function logLine(context: IWebhookFunctions, did: string): void {
	const { id, name } = context.getWorkflow();
	context.logger.warn(`"${context.getNode().name}" in workflow "${name}" (${id}) ${did}.`);
}

/** Settings that keep nothing out, since they can't be used. */
export function logFaults(context: IWebhookFunctions, faults: readonly string[]): void {
	if (faults.length === 0) return;
	logLine(
		context,
		`has settings that it can't use, so they keep no event out: ${faults.join('; ')}`,
	);
}

/** What of a call starts no workflow: by the name of the event, without its payload. */
export function logDropped(
	context: IWebhookFunctions,
	events: readonly KaskoEvent[],
	wanted: readonly KaskoEvent[],
): void {
	const [first] = events;
	if (!first || wanted.length === events.length) return;
	const name = first.event ? `the event "${shown(first.event)}"` : 'an event without a name';
	const label = EVENTS.find(({ kind }) => kind === first.kind)?.label;
	const rows =
		events.length > 1
			? `${events.length - wanted.length} of ${count(events.length, 'row')} of `
			: '';
	logLine(
		context,
		`dropped ${rows}${name}, which counts as "${label}": the settings of the node do not ask for it`,
	);
}
