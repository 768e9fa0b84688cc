import type { EventKind, KaskoEvent } from './events';
import { EVENTS } from './events';
import { findFailures } from './findFailures';
import { findMessage } from './findMessage';
import { walkPayload } from './walkPayload';

const LIVEMODES = new Map<unknown, boolean>([
	[true, true],
	['true', true],
	[1, true],
	['1', true],
	[false, false],
	['false', false],
	[0, false],
	['0', false],
]);

/**
 * What a call says: one event, or for an import error one for each idempotency key that it names. An import
 * error is an event that `importErrorEvents` names, or one that KASKO does not document with an error message
 * in its body: KASKO documents neither name nor shape of its import errors. Takes any JSON, never throws.
 */
export function readEvent(call: {
	eventHeader: unknown;
	deliveryHeader: unknown;
	receivedAt: string;
	body: KaskoEvent['body'];
	importErrorEvents: string[];
}): KaskoEvent[] {
	const event = toText(call.eventHeader);
	const kind = readKind(event, call.importErrorEvents, call.body);
	const failures =
		kind === 'importError' ? findFailures(call.body) : [{ message: '', idempotencyKey: '' }];
	return failures.map(({ message, idempotencyKey }) => ({
		kind,
		event,
		deliveryId: toText(call.deliveryHeader),
		receivedAt: call.receivedAt,
		livemode: readLivemode(call.body),
		message,
		idempotencyKey,
		body: call.body,
	}));
}

function toText(header: unknown): string {
	return typeof header === 'string' ? header.trim() : '';
}

function readKind(event: string, importErrorEvents: string[], body: unknown): EventKind {
	if (importErrorEvents.includes(event)) return 'importError';
	const documented = EVENTS.find((candidate) => candidate.event === event);
	if (documented) return documented.kind;
	return findMessage(body) ? 'importError' : 'other';
}

function readLivemode(body: unknown): boolean | null {
	for (const { fields } of walkPayload(body)) {
		const livemode = LIVEMODES.get(fields.get('livemode'));
		if (livemode !== undefined) return livemode;
	}
	return null;
}
