import { connectToN8n, type N8nSession } from '../../scripts/n8n/connectToN8n';
import { createCredential } from '../../scripts/n8n/credentials';
import { startN8n, type N8n } from '../../scripts/n8n/startN8n';
import { startPush, type Push } from '../../sandbox/push/startPush';
import { packedPackage } from './packedPackage';

export let push: Push;
export let n8n: N8n;
export let session: N8nSession;

/** Gives every test of the file an n8n with this package, the local push API, and the credentials `test` and `live` for it. */
export function useN8nWithPush(): void {
	beforeAll(async () => {
		push = await startPush();
		n8n = await startN8n({ tarball: packedPackage(), caFile: push.certificate.certFile });
		session = await connectToN8n(n8n.url);
		for (const key of ['test', 'live'] as const) {
			const data = { apiKey: push.keys[key], pushUrl: push.url };
			await createCredential(session, 'kaskoApi', key, data);
		}
	});
	afterEach(() => push.reset());
	afterAll(async () => {
		await n8n?.stop();
		await push.stop();
	});
}

/** To be called once n8n has started again: the session ended with it. */
export async function connectAgain(): Promise<void> {
	session = await connectToN8n(n8n.url);
}
