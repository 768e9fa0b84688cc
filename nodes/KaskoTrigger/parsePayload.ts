import type { IDataObject } from 'n8n-workflow';

/** The JSON value in a body, or undefined if it is not JSON. A byte order mark is no part of it. */
export function parsePayload(rawBody: Buffer): { value: IDataObject[string] } | undefined {
	try {
		return { value: JSON.parse(new TextDecoder().decode(rawBody)) };
	} catch {
		return undefined;
	}
}
