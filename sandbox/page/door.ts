import type { IncomingMessage } from 'node:http';

import { PageRefusal } from './PageRefusal';

/**
 * Lets in what the page itself asks for, and no other website that the same browser shows: one that has made its own name
 * point to this computer has the wrong host, one that sends a form from elsewhere has the wrong origin.
 *
 * @param port Where the page is served.
 * @throws PageRefusal
 */
export function checkDoor({ method, headers }: IncomingMessage, port: number): void {
	const own = ['127.0.0.1', 'localhost'].map((name) => new URL(`http://${name}:${port}`));
	const called = own.find(({ host }) => host === headers.host);
	if (!called) throw new PageRefusal(403, 'The page is at 127.0.0.1 only.');
	if (method === 'GET') return;
	if (method !== 'POST') throw new PageRefusal(405, 'Only GET and POST are known here.');
	if (headers.origin !== called.origin) {
		throw new PageRefusal(403, 'Only the page itself may ask for this.');
	}
	if (headers['content-type'] !== 'application/json') {
		throw new PageRefusal(415, 'Only JSON is taken.');
	}
}
