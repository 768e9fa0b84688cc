import { setTimeout as sleep } from 'node:timers/promises';

import type { Demo } from '../../../scripts/demo/startDemo';
import { chain } from '../../../scripts/n8n/chain';
import { post } from '../../../scripts/n8n/post';
import { importWorkflow, publishWorkflow, webhookUrl } from '../../../scripts/n8n/workflows';

const EVERY_MS = 500;
/** Every so many calls one is forged. */
const FORGED = 5;

/** KASKO reports a refused row every half second; now and then somebody else tries to. */
export async function startStream({ session, sandbox }: Demo, name: string) {
	const workflow = await importWorkflow(
		session,
		chain(name, [
			{
				name: 'KASKO Trigger',
				type: 'n8n-nodes-kasko.kaskoTrigger',
				typeVersion: 1.1,
				parameters: {},
				webhookId: name.toLowerCase().replace(' ', '-'),
				credentials: { kaskoWebhookApi: { id: null, name: 'KASKO Webhook account' } },
			},
		]),
	);
	await publishWorkflow(session, workflow);
	const url = webhookUrl(session, workflow);
	const taken: string[] = [];
	const refused: number[] = [];
	let turnedAway = 0;
	let isOver = false;

	async function call(number: number): Promise<void> {
		const isForged = number % FORGED === 0;
		const key = `row-${number}`;
		const body = Buffer.from(
			JSON.stringify({ livemode: true, errorMessage: 'Not for us', idempotency_key: key }),
		);
		const signature = sandbox.webhooks.sign(isForged ? `${body.toString()} ` : body);
		const headers = {
			'content-type': 'application/json',
			'x-kasko-event': 'import.failed',
			'x-kasko-delivery': number.toString(16).padStart(32, '0'),
			'x-kasko-signature': signature,
		};
		const { status } = await post(url, headers, body);
		// n8n itself, when it is busy: see `callWebhook`. KASKO's next call is another one.
		if (status === 503) turnedAway += 1;
		else if (isForged) refused.push(status);
		else if (status === 200) taken.push(key);
		else throw new Error(`A good call was answered with ${status}`);
	}

	async function run(): Promise<void> {
		for (let number = 0; !isOver; number++) {
			await call(number);
			await sleep(EVERY_MS);
		}
	}
	const running = run();
	running.catch(() => undefined); // thrown when it is stopped

	return {
		workflow,
		/** The keys of the calls that were answered with 200, the answers to the forged ones, and how many n8n did not take. */
		async stop() {
			isOver = true;
			await running;
			return { taken, refused, turnedAway };
		},
	};
}
