import type { KaskoEvent } from '../../../nodes/KaskoTrigger/events';
import { readEvents } from '../../../nodes/KaskoTrigger/readEvents';

export const read = (body: unknown, event = 'some.event', importErrorEvents: string[] = []) =>
	readEvents({
		eventHeader: event,
		deliveryHeader: '0123456789abcdef0123456789abcdef',
		receivedAt: '2026-01-02T03:04:05.678Z',
		body: body as KaskoEvent['body'],
		importErrorEvents,
	});
