import type { IContextObject } from 'n8n-workflow';

/**
 * What a node remembers for as long as its execution lasts. n8n keeps the node's context object over Retry On Fail, loops
 * and "Retry execution", each of which runs the whole node again; it saves it with the execution, so only plain data
 * may be put there. An execution that a user stops is saved without it.
 * @returns The value under `name`, made by `make` the first time.
 */
export function remember<T>(context: IContextObject, name: string, make: () => T): T {
	return (context[name] ??= make()) as T;
}
