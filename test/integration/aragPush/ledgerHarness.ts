import type { IDataObject } from 'n8n-workflow';

import { pushFaults } from '../../../sandbox';
import { MemoryDeduplicator } from '../../support/memoryDeduplicator';
import { faultFor, push, usePush } from './pushHarness';

const REFUSED = pushFaults.refuse(400, `{"errorMessage":"Bad Request: Missing 'vin'."}`);
export const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
export const CONTINUE = { onError: 'continueRegularOutput' as const };

export let store: MemoryDeduplicator;

/** Gives every test of the file `push`, with nothing bought, and an empty `store`. */
export function useLedgers(): void {
	usePush();
	beforeAll(async () => {
		store = await new MemoryDeduplicator().install();
	});
	afterEach(() => store.reset());
}

export const references = (items: IDataObject[]) =>
	items.flatMap(({ reference }) => reference ?? []);
export const bought = () => push.policies.map(({ lastName }) => lastName).sort();
export const names = (...numbers: number[]) => numbers.map((number) => `Person ${number}`).sort();

/** KASKO refuses the customers with these numbers. */
export const refuse = (...numbers: number[]): void => faultFor(push, REFUSED, ...numbers);
