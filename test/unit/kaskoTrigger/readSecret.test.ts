import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { readSecret } from '../../../nodes/KaskoTrigger/readSecret';
import { strictContext } from '../../support/strictContext';

/** A node with a credential that the test lets n8n open, or fail to open, when it wants. */
function nodeWith(credentialId: string) {
	const opening: Array<{ resolve(data: IDataObject): void; reject(error: Error): void }> = [];
	const context = strictContext<IWebhookFunctions>({
		getNode: () => ({ credentials: { kaskoWebhookApi: { id: credentialId, name: 'KASKO' } } }),
		getWorkflow: () => ({ id: 'wf1', name: 'Errors' }),
		getCredentials: async () =>
			await new Promise<IDataObject>((resolve, reject) => opening.push({ resolve, reject })),
		logger: { debug: () => undefined },
	});
	return { context, opening };
}

describe('readSecret', () => {
	it('opens a credential once for calls that come in together', async () => {
		const { context, opening } = nodeWith('c1');
		const reads = [readSecret(context), readSecret(context), readSecret(context)];
		opening[0]?.resolve({ secret: 'whsec_a' });
		expect(await Promise.all(reads)).toEqual(['whsec_a', 'whsec_a', 'whsec_a']);
		expect(opening).toHaveLength(1);
	});

	it('opens it again for the next call: nothing is kept, neither a secret nor a failure', async () => {
		const { context, opening } = nodeWith('c1');
		const first = readSecret(context);
		opening[0]?.reject(new Error('Credentials could not be decrypted'));
		expect(await first).toBeUndefined();
		const second = readSecret(context);
		opening[1]?.resolve({ secret: 'whsec_a' });
		expect(await second).toBe('whsec_a');
		const third = readSecret(context);
		opening[2]?.resolve({ secret: 'whsec_b' });
		expect(await third).toBe('whsec_b');
	});

	it('keeps two credentials apart', async () => {
		const [a, b] = [nodeWith('c1'), nodeWith('c2')];
		const reads = [readSecret(a.context), readSecret(b.context)];
		a.opening[0]?.resolve({ secret: 'whsec_a' });
		b.opening[0]?.resolve({ secret: 'whsec_b' });
		expect(await Promise.all(reads)).toEqual(['whsec_a', 'whsec_b']);
	});
});
