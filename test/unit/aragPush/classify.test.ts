import { classifyAnswer, parseRetryAfter } from '../../../nodes/AragPush/server/classifyAnswer';
import { classifyFailure } from '../../../nodes/AragPush/server/classifyFailure';
import type { Verdict } from '../../../nodes/AragPush/server/outcome';

const answer = (statusCode: number, body: unknown, headers = {}) =>
	classifyAnswer({ statusCode, body, headers });

function failed(verdict: Verdict) {
	if (verdict.outcome !== 'failed') throw new Error('Expected a failure');
	return {
		...verdict,
		...verdict.error.details,
		text: `${verdict.error.message} ${verdict.error.description}`,
	};
}

it.each([200, 201])('takes a %i with a reference as a policy', (statusCode) => {
	expect(answer(statusCode, { reference: '97c3' }, { 'x-request-id': 'r1' })).toEqual({
		outcome: 'created',
		reference: '97c3',
		requestId: 'r1',
	});
});

it.each([
	[{ errorMessage: "Bad Request: Missing 'vin'." }, "Bad Request: Missing 'vin'.", 'vin'],
	[
		{ errorMessage: "Bad Request: The 'input.data.start_date' field is required." },
		"Bad Request: The 'input.data.start_date' field is required.",
		'startDate',
	],
	[{ message: 'No such variant' }, 'No such variant', undefined],
	[{ error: { message: 'Nested' } }, 'Nested', undefined],
	[{ error: 'Plain' }, 'Plain', undefined],
	['Plain text', 'Plain text', undefined],
	[
		{ message: 'Data validation failed.', errors: [{ code: 'invalid_value', field: 'email' }] },
		'Data validation failed.; email: invalid_value',
		'email',
	],
	[{ errors: [{ code: 'a', field: 'b' }, { code: 'c' }] }, 'b: a; c', undefined],
	[{ errors: 'All of it' }, 'All of it', undefined],
	[{ errors: ['One', 'two'] }, 'One; two', undefined],
	[{ errors: { vin: ['is required', 'is odd'] } }, 'vin: is required, is odd', 'vin'],
	[{ errors: [{ field: 'input.data.vin', code: 7 }] }, 'input.data.vin: 7', 'vin'],
	[{ errors: [null, 5, [], {}] }, 'KASKO refused the request with status 400', undefined],
	[{ error: { code: 'no_such_variant' } }, 'no_such_variant', undefined],
	[{ errorMessage: ['One', 'two'] }, 'One; two', undefined],
	[{ message: { vin: ['is required'] } }, 'vin: is required', 'vin'],
	[{ error: { message: ['One', 'two'] } }, 'One; two', undefined],
	[[{ field: 'email', message: 'is odd' }], 'email: is odd', 'email'],
	[{ error: { errors: [{ code: 'required', field: 'email' }] } }, 'email: required', 'email'],
	[{ errorMessage: 'The "vin" field is required.' }, 'The "vin" field is required.', 'vin'],
	['<html>', 'KASKO refused the request with status 400', undefined],
	['', 'KASKO refused the request with status 400', undefined],
	[null, 'KASKO refused the request with status 400', undefined],
])('reads the refusal %j', (body, message, field) => {
	const verdict = failed(answer(400, body, { 'x-request-id': 'r1' }));
	expect(verdict).toMatchObject({ status: 'rejected', httpCode: '400', requestId: 'r1' });
	expect(verdict.error.message).toBe(message);
	expect(verdict.error.details.field).toBe(field);
	expect(verdict.retry).toBeUndefined();
});

it.each([401, 403, 404])('points at the API key for %i', (statusCode) => {
	const verdict = failed(answer(statusCode, { errorMessage: 'Not Found' }));
	expect(verdict).toMatchObject({ status: 'rejected', accessRefused: true });
	expect(verdict.text).toContain('API key');
	expect(verdict.retry).toBeUndefined();
});

it.each([402, 405, 410, 413, 422])('takes %i of KASKO as a refusal', (statusCode) => {
	const verdict = failed(answer(statusCode, '', { 'x-request-id': 'r1' }));
	expect(verdict).toMatchObject({ status: 'rejected' });
});

it.each([400, 401, 403, 404, 407])('does not take %i of a proxy for one of KASKO', (statusCode) => {
	const verdict = failed(answer(statusCode, '<html>Blocked</html>'));
	expect(verdict).toMatchObject({ status: 'notSent', httpCode: String(statusCode) });
	expect(verdict.text).toContain('on the way to KASKO');
	expect(verdict.accessRefused).toBeUndefined();
});

it.each([
	['a text in JSON', 'Bad VIN', 'Bad VIN'],
	['null in JSON', null, 'KASKO refused the request with status 400'],
	['JSON that was cut off', '{"errorMessage":"Bad', '{"errorMessage":"Bad'],
	['no body at all', '', 'KASKO refused the request with status 400'],
])('takes %s for an answer of KASKO', (_, body, message) => {
	const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
	const verdict = failed(answer(400, body, headers));
	expect(verdict).toMatchObject({ status: 'rejected' });
	expect(verdict.error.message).toBe(message);
});

it.each([
	[400, 'Correct the item and send it again.'],
	[422, 'Correct the item and send it again.'],
	[405, 'Check the Push URL'],
	[410, 'Check the Push URL'],
	[402, 'ask techsupport@kasko.io'],
	[413, 'ask techsupport@kasko.io'],
	[451, 'ask techsupport@kasko.io'],
])('tells what to do about %i', (statusCode, advice) => {
	expect(failed(answer(statusCode, { message: 'No' })).error.description).toContain(advice);
});

it('shows words on one line, without control characters, and no more than 500 of them', () => {
	expect(failed(answer(400, { errorMessage: 'a\n\u0000\tb' })).error.message).toBe('a b');
	const long = failed(answer(400, { errorMessage: 'x'.repeat(600) })).error.message;
	expect(long).toBe(`${'x'.repeat(500)}…`);
});

it('takes 409 for a policy that may exist', () => {
	const verdict = failed(answer(409, { message: 'Conflict' }));
	expect(verdict).toMatchObject({ status: 'unknown' });
	expect(verdict.text).toContain('Conflict');
	expect(verdict.text).not.toContain('Correct the item');
});

it('keeps a reference that is a number', () => {
	expect(answer(200, { reference: 7 })).toMatchObject({ outcome: 'created', reference: '7' });
});

it.each([
	{ message: 'Policy created' },
	{ error: null, errors: [] },
	{ error: 0 },
	{ errorMessage: '', error: false },
])('takes %j beside a reference for no error', (more) => {
	expect(answer(200, { reference: '97c3', ...more })).toMatchObject({ outcome: 'created' });
});

it('gives a reference and a request ID on one line, without what can’t be seen', () => {
	const nasty = '\u001b[31m97\u202ec3\r\nx';
	expect(answer(200, { reference: nasty }, { 'x-request-id': nasty })).toEqual({
		outcome: 'created',
		reference: '97c3 x',
		requestId: '97c3 x',
	});
});

it('names the reference of an answer that is no policy for sure', () => {
	const { text } = failed(answer(400, { reference: '97c3' }));
	expect(text).toContain('answered with status 400, reference 97c3');
});

it.each([300, 304, 399])('does not call %i a redirect', (statusCode) => {
	expect(failed(answer(statusCode, '')).text).toContain(
		`with status ${statusCode} and no reference`,
	);
});

it.each([
	['(\uFFFD/\uFFFD X\uFFFD {"errorMessage"', ''],
	['Zugriff verweigert f\uFFFDr Sie', ': Zugriff verweigert f\uFFFDr Sie'],
])('shows of %j what is no noise', (body, said) => {
	const { message } = failed(answer(403, body)).error;
	expect(message).toBe(
		`Something on the way to KASKO, such as a proxy or a firewall, refused the request (403)${said}`,
	);
});

it.each([
	['no reference', 200, {}],
	['an empty reference', 200, { reference: ' ' }],
	['a reference that is no text', 200, { reference: true }],
	['a reference that shows nothing', 200, { reference: '\u200b\u2060' }],
	['a reference that stands for none', 200, { reference: 0 }],
	['a reference that stands for none', 200, { reference: 'null' }],
	['a reference that was the API key', 200, { reference: '…' }],
	['a reference beside an error', 200, { reference: '97c3', errorMessage: 'Failed' }],
	['a reference beside an error', 201, { reference: '97c3', errors: [{ code: 'failed' }] }],
	['a refusal with a reference', 400, { reference: '97c3', errorMessage: 'Bad Request' }],
	['a refusal of the key with a reference', 403, { reference: '97c3' }],
	['a request to slow down with a reference', 429, { reference: '97c3' }],
	['a client that is said to have gone', 499, '<html>'],
	['text that is no JSON', 200, 'reference: 97c3'],
	['no body', 204, ''],
	['a redirect', 301, ''],
	['a redirect', 302, ''],
	['a redirect', 307, { reference: '97c3' }],
	['a late request', 408, ''],
	['a fault of the server', 500, { errorMessage: 'Oops' }],
	['a fault with a reference', 502, { reference: '97c3' }],
	['a fault of the server', 503, '<html>'],
	['an unknown status', 0, ''],
])('does not know what %s means (%i), and never tries again', (_, statusCode, body) => {
	const verdict = failed(answer(statusCode, body));
	expect(verdict).toMatchObject({ status: 'unknown', httpCode: String(statusCode) });
	expect(verdict.retry).toBeUndefined();
	expect(verdict.text).toContain('Look in KASKO');
});

it('may try again after 429, when KASKO says', () => {
	expect(failed(answer(429, '', { 'retry-after': '7' })).retry).toEqual({
		after: 'busy',
		ms: 7000,
	});
	expect(failed(answer(429, '')).retry).toEqual({ after: 'busy' });
});

it.each([
	['7', 7000],
	[' 0 ', 0],
	['0.1', 100],
	['Sat, 21 Nov 2026 12:00:05 GMT', 5000],
	['Sat, 21 Nov 2026 11:00:00 GMT', 0],
	['soon', undefined],
	['-1', undefined],
	['', undefined],
	[undefined, undefined],
	[7, undefined],
])('reads Retry-After %j as %j ms', (header, ms) => {
	expect(parseRetryAfter(header, Date.parse('2026-11-21T12:00:00Z'))).toBe(ms);
});

// Codes and words as Node 20 and 24 give them (tls, net, dns).
it.each([
	['ECONNREFUSED', 'connect', 'connect ECONNREFUSED 127.0.0.1:1'],
	['ECONNREFUSED', undefined, 'AggregateError'],
	['ETIMEDOUT', 'connect', 'connect ETIMEDOUT 10.0.0.1:443'],
	['EHOSTUNREACH', 'connect', 'connect EHOSTUNREACH'],
	['ENOTFOUND', 'getaddrinfo', 'getaddrinfo ENOTFOUND push'],
	['EAI_AGAIN', 'getaddrinfo', 'getaddrinfo EAI_AGAIN push'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', undefined, 'self-signed certificate'],
	['CERT_HAS_EXPIRED', undefined, 'certificate has expired'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined, 'unable to verify the first certificate'],
	['ERR_TLS_CERT_ALTNAME_INVALID', undefined, "Hostname/IP does not match certificate's altnames"],
	['EPROTO', 'write', 'write EPROTO ssl3_get_record:wrong version number'],
	['EPROTO', 'write', 'write EPROTO sslv3 alert handshake failure'],
	[
		'ECONNRESET',
		undefined,
		'Client network socket disconnected before secure TLS connection was established',
	],
])('knows that nothing was sent: %s (%s) %s', (code, syscall, message) => {
	const verdict = failed(classifyFailure({ code, syscall, message }));
	expect(verdict).toMatchObject({
		status: 'notSent',
		retry: { after: 'unreachable' },
		httpCode: code,
	});
});

it('knows that nothing was sent while the secure connection was not made', () => {
	const failure = { code: 'ECONNRESET', syscall: 'read', message: 'read ECONNRESET' };
	expect(failed(classifyFailure({ ...failure, beforeTls: true }))).toMatchObject({
		status: 'notSent',
		retry: { after: 'unreachable' },
	});
});

it.each([
	['ECONNRESET', 'read', 'read ECONNRESET'],
	['ECONNRESET', undefined, 'socket hang up'],
	['EPIPE', 'write', 'write EPIPE'],
	['ETIMEDOUT', 'read', 'read ETIMEDOUT'],
	['ETIMEDOUT', undefined, 'timeout'],
	['ECONNABORTED', undefined, 'timeout of 30000ms exceeded'],
	['ERR_CANCELED', undefined, 'canceled'],
	['ERR_BAD_RESPONSE', undefined, 'stream has been aborted'],
	['EPROTO', 'read', 'decryption failed or bad record mac'],
	[undefined, undefined, 'something new'],
])('does not know what %s (%s) %s means, and never tries again', (code, syscall, message) => {
	const verdict = failed(classifyFailure({ code, syscall, message }));
	expect(verdict).toMatchObject({ status: 'unknown' });
	expect(verdict.retry).toBeUndefined();
});
