import type { KaskoEvent } from './events';
import type { Subscription } from './readSubscription';

/** Whether an event is wanted. One that doesn't tell its environment passes: nothing gets lost. */
export function isSubscribed(
	{ kind, livemode }: Pick<KaskoEvent, 'kind' | 'livemode'>,
	{ events, environment }: Pick<Subscription, 'events' | 'environment'>,
): boolean {
	if (!events.includes(kind)) return false;
	return environment === 'both' || livemode === null || livemode === (environment === 'live');
}
