import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

import type { IWebhookFunctions } from 'n8n-workflow';

import { checkCall } from '../../../nodes/KaskoTrigger/checkCall';
import { strictContext } from '../../support/strictContext';
import { BYTE_ORDER_MARK, bytes, SECRET, sign } from '../../support/webhookCall';

const secret = SECRET;
const rawBody = Buffer.from('{"errorMessage":"Missing \'vin\'.","name":"Zoë"}');
const header = sign(rawBody);

interface Call {
	secret: string | undefined;
	header: string | string[] | undefined;
	rawBody: Buffer | undefined;
}

/** A node that is called, and how often it had its credential opened. */
async function check({ secret: stored, header: sent, rawBody: body }: Call) {
	let opened = 0;
	const verdict = await checkCall(
		strictContext<IWebhookFunctions>({
			getHeaderData: () => ({ 'x-kasko-signature': sent }),
			getRequestObject: () => ({
				rawBody: body,
				readRawBody: () => Promise.reject(new Error('not readable')),
			}),
			getNode: () => ({ name: 'KASKO Trigger' }),
			getWorkflow: () => ({ id: 'wf1', name: 'Errors' }),
			getCredentials: async () => {
				opened += 1;
				return await Promise.resolve({ secret: stored });
			},
		}),
	);
	return { verdict, opened };
}

const verdictOf = async (call: Call) => (await check(call)).verdict;

describe('checkCall', () => {
	it('knows the signature of RFC 2202, test case 2', async () => {
		const verdict = await verdictOf({
			secret: 'Jefe',
			header: 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
			rawBody: Buffer.from('what do ya want for nothing?'),
		});
		expect(verdict).toMatchObject({ valid: true });
	});

	it.each<[string, Buffer]>([
		['JSON', rawBody],
		['an empty body', Buffer.alloc(0)],
		['a byte order mark', bytes(BYTE_ORDER_MARK, rawBody)],
		['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x80, 0x7d])],
		['gzip', gzipSync(rawBody)],
		['CR, LF and NUL', Buffer.from('\r\n\0')],
		['15 MB', Buffer.alloc(15_000_000, 'a')],
	])('accepts %s when it is signed', async (_name, body) => {
		expect(await verdictOf({ secret, header: sign(body), rawBody: body })).toEqual({
			valid: true,
			body,
		});
	});

	it('accepts hexadecimal digits in upper case', async () => {
		const upper = `sha1=${header.slice(5).toUpperCase()}`;
		expect(await verdictOf({ secret, header: upper, rawBody })).toMatchObject({ valid: true });
	});

	it.each<[string, string | string[] | undefined, string]>([
		['absent', undefined, 'signatureMissing'],
		['empty', '', 'signatureMissing'],
		['a list', [header, header], 'signatureMissing'],
		['sent twice', `${header}, ${header}`, 'signatureMalformed'],
		['without prefix', header.slice(5), 'signatureMalformed'],
		['with another prefix', header.replace('sha1', 'sha256'), 'signatureMalformed'],
		['with an upper-case prefix', header.replace('sha1', 'SHA1'), 'signatureMalformed'],
		['prefix only', 'sha1=', 'signatureMalformed'],
		['too short', header.slice(0, -1), 'signatureMalformed'],
		['too long', `${header}0`, 'signatureMalformed'],
		['padded', ` ${header}`, 'signatureMalformed'],
		['with a line break', `${header}\n`, 'signatureMalformed'],
		['not hexadecimal', `sha1=${'g'.repeat(40)}`, 'signatureMalformed'],
		['not ASCII', `sha1=${'é'.repeat(40)}`, 'signatureMalformed'],
		[
			'base64',
			`sha1=${createHmac('sha1', secret).update(rawBody).digest('base64')}`,
			'signatureMalformed',
		],
		['of another key', sign(rawBody, 'whsec_other'), 'signatureWrong'],
		['of an empty key', sign(rawBody, ''), 'signatureWrong'],
		['of another body', sign(Buffer.from('{}')), 'signatureWrong'],
		['all zeros', `sha1=${'0'.repeat(40)}`, 'signatureWrong'],
		[
			'SHA-256, cut to length',
			`sha1=${createHmac('sha256', secret).update(rawBody).digest('hex').slice(0, 40)}`,
			'signatureWrong',
		],
	])('refuses a signature that is %s', async (_name, hostile, reason) => {
		const { verdict, opened } = await check({ secret, header: hostile, rawBody });
		expect(verdict).toEqual({ valid: false, reason });
		// Opening the credential is dear; only what may be a signature is worth it.
		expect(opened).toBe(reason === 'signatureWrong' ? 1 : 0);
	});

	it.each<[string, string | undefined]>([
		['absent', undefined],
		['empty', ''],
	])(
		'refuses everything when the secret is %s, also what an empty key signed',
		async (_name, none) => {
			expect(await verdictOf({ secret: none, header: sign(rawBody, ''), rawBody })).toEqual({
				valid: false,
				reason: 'secretMissing',
			});
		},
	);

	it('refuses a call without a raw body, before it opens the credential', async () => {
		expect(await check({ secret, header, rawBody: undefined })).toEqual({
			verdict: { valid: false, reason: 'bodyUnreadable' },
			opened: 0,
		});
	});

	it('refuses any body with any one bit flipped', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), async (bytes, position) => {
				const body = Buffer.from(bytes);
				const signature = sign(body);
				const bit = position % (body.length * 8);
				body[bit >> 3]! ^= 1 << (bit & 7);
				expect(await verdictOf({ secret, header: signature, rawBody: body })).toEqual({
					valid: false,
					reason: 'signatureWrong',
				});
			}),
		);
	});
});
