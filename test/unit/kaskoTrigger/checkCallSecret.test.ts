import { setImmediate } from 'node:timers/promises';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { checkCall } from '../../../nodes/KaskoTrigger/checkCall';
import { strictContext } from '../../support/strictContext';
import { sign } from '../../support/webhookCall';

const rawBody = Buffer.from('{}');
const VALID = { valid: true, body: rawBody };

/** A node with a credential that the test lets n8n open, or fail to open, when it wants. */
function nodeWith(credentialId: string) {
	const opening: Array<{ resolve(data: IDataObject): void; reject(error: Error): void }> = [];
	const callSignedWith = async (secret: string) => {
		const verdict = checkCall(
			strictContext<IWebhookFunctions>({
				getHeaderData: () => ({ 'x-kasko-signature': sign(rawBody, secret) }),
				getRequestObject: () => ({ rawBody }),
				getNode: () => ({
					credentials: { kaskoWebhookApi: { id: credentialId, name: 'KASKO' } },
				}),
				getWorkflow: () => ({ id: 'wf1', name: 'Errors' }),
				getCredentials: async () =>
					await new Promise<IDataObject>((resolve, reject) => opening.push({ resolve, reject })),
				logger: { debug: () => undefined },
			}),
		);
		await setImmediate();
		return { verdict };
	};
	return { callSignedWith, opening };
}

describe('checkCall', () => {
	it('opens a credential once for calls that come in together', async () => {
		const { callSignedWith, opening } = nodeWith('c1');
		const calls = [
			await callSignedWith('whsec_a'),
			await callSignedWith('whsec_a'),
			await callSignedWith('whsec_b'),
		];
		opening[0]?.resolve({ secret: 'whsec_a' });
		expect(await Promise.all(calls.map(({ verdict }) => verdict))).toEqual([
			VALID,
			VALID,
			{ valid: false, reason: 'signatureWrong' },
		]);
		expect(opening).toHaveLength(1);
	});

	it('opens it again for the next call: nothing is kept, neither a secret nor a failure', async () => {
		const { callSignedWith, opening } = nodeWith('c1');
		const first = await callSignedWith('whsec_a');
		opening[0]?.reject(new Error('Credentials could not be decrypted'));
		expect(await first.verdict).toEqual({ valid: false, reason: 'secretMissing' });
		const second = await callSignedWith('whsec_a');
		opening[1]?.resolve({ secret: 'whsec_a' });
		expect(await second.verdict).toEqual(VALID);
		const third = await callSignedWith('whsec_a');
		opening[2]?.resolve({ secret: 'whsec_b' });
		expect(await third.verdict).toEqual({ valid: false, reason: 'signatureWrong' });
	});

	it('keeps two credentials apart', async () => {
		const [a, b] = [nodeWith('c1'), nodeWith('c2')];
		const calls = [await a.callSignedWith('whsec_a'), await b.callSignedWith('whsec_b')];
		a.opening[0]?.resolve({ secret: 'whsec_a' });
		b.opening[0]?.resolve({ secret: 'whsec_b' });
		expect(await Promise.all(calls.map(({ verdict }) => verdict))).toEqual([VALID, VALID]);
	});
});
