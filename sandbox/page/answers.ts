import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** For every answer: no other website may show it, read it or load it. */
const OWN_ONLY = {
	'Cache-Control': 'no-store',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
};
const NOTHING_ELSE =
	"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function send(
	response: ServerResponse,
	status: number,
	type: string,
	body: string | Buffer,
	policy = NOTHING_ELSE,
): void {
	response.writeHead(status, {
		...OWN_ONLY,
		'Content-Security-Policy': policy,
		'Content-Type': `${type}; charset=utf-8`,
	});
	response.end(body);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
	send(response, status, 'application/json', JSON.stringify(value));
}

/** The page runs its own script and none that a name might smuggle in; `html` has `{{nonce}}` where it names its own. */
export function sendPage(response: ServerResponse, html: string): void {
	const nonce = randomBytes(16).toString('base64');
	const own = `script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src data:`;
	send(response, 200, 'text/html', html.replaceAll('{{nonce}}', nonce), `${NOTHING_ELSE}; ${own}`);
}

/** As text, whatever it is. */
export function sendFile(response: ServerResponse, bytes: Buffer): void {
	send(response, 200, 'text/plain', bytes);
}
