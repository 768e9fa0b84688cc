import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';

import { testKaskoWebhookApi } from '../../../nodes/KaskoTrigger/testKaskoWebhookApi';

const test = async (data?: ICredentialsDecrypted['data']) =>
	await testKaskoWebhookApi.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'KASKO Webhook',
		type: 'kaskoWebhookApi',
		data,
	});

describe('testKaskoWebhookApi', () => {
	it.each<[string, ICredentialsDecrypted['data'], string, RegExp]>([
		['a secret', { secret: 'whsec_canary1' }, 'OK', /Only the form was checked.*publish/],
		['a secret with a line break after it', { secret: 'whsec_canary1\n' }, 'OK', /publish/],
		['no data', undefined, 'Error', /is empty/],
		['an empty secret', { secret: ' ' }, 'Error', /techsupport@kasko.io/],
		['a live API key', { secret: 'sk_live_canary1' }, 'Error', /API key/],
		['a test API key', { secret: 'sk_test_canary1' }, 'Error', /API key/],
		['another text', { secret: 'canary1' }, 'Error', /Compare it/],
		['two words', { secret: 'whsec_canary1 canary2' }, 'Error', /without spaces/],
	])('answers to %s', async (_name, data, status, message) => {
		const result = await test(data);
		expect(result).toEqual({ status, message: expect.stringMatching(message) as string });
		expect(result.message).not.toContain('canary');
	});
});
