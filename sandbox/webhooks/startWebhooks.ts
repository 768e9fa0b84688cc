import { createHmac, randomUUID } from 'node:crypto';

import type { Environment, Sources } from '../types';
import { post } from './post';

const TIMEOUT_MS = 10_000;

export interface WebhookOptions extends Pick<Sources, 'newId'> {
	secret?: string;
	timeoutMs?: number;
}

export interface Subscription {
	url: string;
	/** Absent: both. */
	environment?: Environment;
	/** Absent: all. */
	events?: string[];
}

/** One POST to one subscriber. */
export interface Delivery {
	id: string;
	event: string;
	url: string;
	payload: unknown;
	headers: Record<string, string>;
	/** The answer; absent while it is due and when none came. */
	status?: number;
	/** Why no answer came. */
	error?: string;
}

/** What a test can send that KASKO would not. */
export interface Forgery {
	deliveryId?: string;
	/** In place of the right one. */
	signature?: string;
	/** Added to or put in place of the usual ones. */
	headers?: Record<string, string>;
	/** Sent and signed in place of the payload. */
	raw?: Buffer | string;
}

export type Webhooks = ReturnType<typeof startWebhooks>;

/** Starts the sender of signed webhooks. It never tries a delivery again: whether KASKO does is not known. */
export function startWebhooks(options: WebhookOptions = {}) {
	const { secret = 'whsec_sandbox', newId = randomUUID, timeoutMs = TIMEOUT_MS } = options;
	const subscriptions: Subscription[] = [];
	const deliveries: Delivery[] = [];
	const stopping = new AbortController();
	const running = new Set<Promise<void>>();

	const sign = (raw: Buffer | string) =>
		`sha1=${createHmac('sha1', secret).update(raw).digest('hex')}`;

	const deliver = async (delivery: Delivery, raw: Buffer) => {
		const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]);
		try {
			delivery.status = await post(delivery.url, delivery.headers, raw, signal);
		} catch (error) {
			delivery.error = error instanceof Error ? error.message : String(error);
		}
	};

	return {
		secret,
		subscriptions,
		/** In the order of sending. */
		deliveries,
		sign,
		register(url: string, filter: Omit<Subscription, 'url'> = {}) {
			subscriptions.push({ url, ...filter });
		},
		unregister(url: string) {
			const others = subscriptions.filter((subscription) => subscription.url !== url);
			subscriptions.splice(0, Infinity, ...others);
		},
		/** Sends the event to each subscriber of it; resolves when all have answered or none will. */
		async send(event: string, payload: { livemode?: boolean }, forgery: Forgery = {}) {
			const raw = Buffer.from(forgery.raw ?? JSON.stringify(payload));
			const environment = payload.livemode ? 'live' : 'test';
			const sent = subscriptions
				.filter((to) => to.environment === undefined || to.environment === environment)
				.filter((to) => to.events === undefined || to.events.includes(event))
				.map(({ url }): Delivery => {
					const id = forgery.deliveryId ?? newId().replace(/-/g, '');
					const headers = {
						'Content-Type': 'application/json',
						'Content-Length': String(raw.length),
						'X-KASKO-Event': event,
						'X-KASKO-Delivery': id,
						'X-KASKO-Signature': forgery.signature ?? sign(raw),
						...forgery.headers,
					};
					return { id, event, url, payload, headers };
				});
			deliveries.push(...sent);
			const all = Promise.all(sent.map((delivery) => deliver(delivery, raw))).then(() => {});
			running.add(all);
			await all.finally(() => running.delete(all));
			return sent;
		},
		/** Forgets subscribers and deliveries. */
		reset() {
			subscriptions.length = 0;
			deliveries.length = 0;
		},
		async stop() {
			stopping.abort();
			await Promise.all(running);
		},
	};
}
