import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

import { verifySignature } from '../../../nodes/KaskoTrigger/verifySignature';
import { BYTE_ORDER_MARK, bytes, SECRET, sign } from '../../support/webhookCall';

const secret = SECRET;
const rawBody = Buffer.from('{"errorMessage":"Missing \'vin\'.","name":"Zoë"}');
const header = sign(rawBody);

describe('verifySignature', () => {
	it('knows the signature of RFC 2202, test case 2', () => {
		const verdict = verifySignature({
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
	])('accepts %s when it is signed', (_name, body) => {
		expect(verifySignature({ secret, header: sign(body), rawBody: body })).toEqual({
			valid: true,
			body,
		});
	});

	it.each<[string, string | undefined, string]>([
		['absent', undefined, 'signatureMissing'],
		['empty', '', 'signatureMissing'],
		['sent twice', `${header}, ${header}`, 'signatureMalformed'],
		['without prefix', header.slice(5), 'signatureMalformed'],
		['with another prefix', header.replace('sha1', 'sha256'), 'signatureMalformed'],
		['with an upper-case prefix', header.replace('sha1', 'SHA1'), 'signatureMalformed'],
		['prefix only', 'sha1=', 'signatureMalformed'],
		['too short', header.slice(0, -1), 'signatureMalformed'],
		['too long', `${header}0`, 'signatureMalformed'],
		['upper case', `sha1=${header.slice(5).toUpperCase()}`, 'signatureMalformed'],
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
	])('refuses a signature that is %s', (_name, hostile, reason) => {
		expect(verifySignature({ secret, header: hostile, rawBody })).toEqual({ valid: false, reason });
	});

	it.each<[string, string | undefined]>([
		['absent', undefined],
		['empty', ''],
	])('refuses everything when the secret is %s, also what an empty key signed', (_name, none) => {
		expect(verifySignature({ secret: none, header: sign(rawBody, ''), rawBody })).toEqual({
			valid: false,
			reason: 'secretMissing',
		});
	});

	it('refuses a call without a raw body', () => {
		expect(verifySignature({ secret, header, rawBody: undefined })).toEqual({
			valid: false,
			reason: 'bodyUnreadable',
		});
	});

	it('refuses any body with any one bit flipped', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, position) => {
				const body = Buffer.from(bytes);
				const signature = sign(body);
				const bit = position % (body.length * 8);
				body[bit >> 3]! ^= 1 << (bit & 7);
				expect(verifySignature({ secret, header: signature, rawBody: body })).toEqual({
					valid: false,
					reason: 'signatureWrong',
				});
			}),
		);
	});
});
