import type { KaskoEvent } from '../../../nodes/KaskoTrigger/events';
import { readEvent } from '../../../nodes/KaskoTrigger/readEvent';

export const read = (body: unknown, event = 'some.event', importErrorEvents: string[] = []) =>
	readEvent({
		eventHeader: event,
		deliveryHeader: '0123456789abcdef0123456789abcdef',
		receivedAt: '2026-01-02T03:04:05.678Z',
		body: body as KaskoEvent['body'],
		importErrorEvents,
	});
