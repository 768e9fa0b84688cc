import { cutText, plain, quoted } from '../shared/text';
import { fieldsSpeakOfError, messageOf, nameSpeaksOfError, tellsSuccess } from './errorText';
import type { EventKind, KaskoEvent } from './events';
import { EVENTS } from './events';
import type { PayloadNode } from './payload';
import { keysOf, readNodes } from './payload';
import { livemodeIn, readRows } from './readRows';

/** Messages and keys are to be read; whatever their length, the body holds them whole. */
const LONGEST_TEXT = 10_000;

/** No flag or code that means something to a reader lies deeper. */
const DEEPEST_FLAG = 10;

/**
 * What a call says: one event, or for an import error one for each row that failed. KASKO documents neither name nor shape
 * of its import errors, so an event is one if `importErrorEvents` names it, or if KASKO does not document it and it names an
 * idempotency key or speaks of an error. Takes any JSON, never throws; the work grows with the payload's size.
 * @param importErrorEvents In lower case; undefined if they can't be known: then every undocumented event is one.
 */
export function readEvents(call: {
	eventHeader: unknown;
	deliveryHeader: unknown;
	receivedAt: string;
	body: KaskoEvent['body'];
	importErrorEvents: readonly string[] | undefined;
}): KaskoEvent[] {
	const event = toText(call.eventHeader);
	const nodes = readNodes(call.body);
	const kind = readKind(event, call.importErrorEvents, nodes);
	const rows =
		kind === 'importError'
			? readRows(nodes, call.body)
			: [{ livemode: livemodeIn(nodes), message: '', idempotencyKey: '', body: call.body }];
	return rows.map(({ livemode, message, idempotencyKey, body }) => ({
		kind,
		event,
		deliveryId: toText(call.deliveryHeader),
		receivedAt: call.receivedAt,
		livemode,
		message: cutText(plain(message), LONGEST_TEXT),
		idempotencyKey: cutText(plain(idempotencyKey), LONGEST_TEXT),
		body,
	}));
}

/** On one line, without what can't be seen. Node joins a header that came twice with a comma. */
function toText(header: unknown): string {
	if (typeof header !== 'string') return '';
	const values = new Set(header.split(',').map((value) => value.trim()));
	return quoted([...values].join(', '));
}

function readKind(
	event: string,
	importErrorEvents: readonly string[] | undefined,
	nodes: readonly PayloadNode[],
): EventKind {
	const name = event.toLowerCase();
	if (importErrorEvents?.includes(name)) return 'importError';
	const documented = EVENTS.find((candidate) => candidate.event === name);
	if (documented) return documented.kind;
	const isImportError =
		!importErrorEvents || nameSpeaksOfError(event) || nodes.some(speaksOfImportError);
	return isImportError ? 'importError' : 'other';
}

function speaksOfImportError(node: PayloadNode): boolean {
	if (keysOf(node).size > 0) return true;
	const message = messageOf(node.fields);
	// `{"success": true, "message": "All rows imported"}`
	if (message) return nameSpeaksOfError(message) || tellsSuccess(node.fields) !== true;
	return node.depth <= DEEPEST_FLAG && fieldsSpeakOfError(node.fields);
}

/** The JSON value in a body, or undefined if it is not JSON. A byte order mark is no part of it. */
export function parsePayload(rawBody: Buffer): { value: KaskoEvent['body'] } | undefined {
	try {
		return { value: JSON.parse(new TextDecoder().decode(rawBody)) };
	} catch {
		return undefined;
	}
}
