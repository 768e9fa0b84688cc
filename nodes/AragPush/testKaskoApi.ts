import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { KaskoError } from '../shared/KaskoError';
import { pause } from '../shared/pause';
import { quoted, reasonOf } from '../shared/text';
import { readAccess } from './input/readAccess';
import { isOfKasko } from './server/classifyAnswer';

const TIMEOUT_MS = 10_000;

/** Says nothing of a product or a customer, so no policy can come of it; a key that works is answered with 400. */
const NO_POLICY = { input: {} };

function describeStatus(
	statusCode: number,
	isKasko: boolean,
	livemode: boolean,
): INodeCredentialTestResult {
	if (statusCode === 400 && isKasko) {
		return {
			status: 'OK',
			message: livemode
				? 'KASKO accepts this key. It is a live key: every item that ARAG Push sends buys a real policy.'
				: 'KASKO accepts this key. It is a test key: nothing real is bought.',
		};
	}
	const message =
		isKasko && [401, 403, 404].includes(statusCode)
			? `KASKO does not accept this key (${statusCode}). Copy the whole secret key from KASKO again, and check the Push URL.`
			: [301, 302, 303, 307, 308].includes(statusCode)
				? `The Push URL answers with a redirect (${statusCode}). Set it to https://push-api.kasko.io/ or to the address that KASKO gave you.`
				: statusCode === 429 || statusCode >= 500
					? `KASKO cannot answer at the moment (${statusCode}). Try again in a few minutes.`
					: `The Push URL does not answer like KASKO's push API (${statusCode}). Check it.`;
	return { status: 'Error', message };
}

/** The credential's Test button: asks for a policy that cannot exist. */
export async function testKaskoApi(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { helpers } = this;
	const done = new AbortController();
	try {
		const data = credential.data ?? {};
		const { url, livemode } = readAccess(data);
		const request = helpers.request({
			method: 'POST',
			uri: url,
			auth: { user: String(data.apiKey).trim(), pass: '' },
			json: true,
			body: NO_POLICY,
			simple: false,
			followRedirect: false,
			followAllRedirects: false,
			resolveWithFullResponse: true,
			useStream: true, // the status says all; how long an answer is, is the server's affair
			timeout: TIMEOUT_MS,
		}) as Promise<{ statusCode: number; headers: IDataObject; body: { destroy(): void } }>;
		// n8n's timeout counts silence only: a server could go on for ever without an answer.
		const answer = await Promise.race([request, pause(TIMEOUT_MS, done.signal)]);
		if (!answer) throw new Error('no answer in time');
		answer.body.destroy();
		const isKasko = isOfKasko({ headers: answer.headers, body: undefined });
		return describeStatus(answer.statusCode, isKasko, livemode);
	} catch (error) {
		const message =
			error instanceof KaskoError
				? `${error.message}. ${error.description}`
				: `KASKO could not be reached (${quoted(reasonOf(error))}). Check the Push URL and the network of your n8n.`;
		return { status: 'Error', message };
	} finally {
		done.abort();
	}
}
