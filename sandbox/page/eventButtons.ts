import type { Sandbox } from '..';
import type { RefusedRow } from '../importer/imports';
import type { Policy } from '../types';
import { examplePolicy, policyEvent } from '../webhooks/policyEvent';
import type { Forgery } from '../webhooks/startWebhooks';
import type { FaultHelp } from './faultButtons';

/** What the user chooses for an event. */
export interface EventChoice {
	livemode: boolean;
	/** Empty: that of the latest row. */
	idempotencyKey: string;
}

/** An event that the page offers. */
export interface EventButton extends FaultHelp {
	id: string;
	send: (sandbox: Sandbox, choice: EventChoice) => Promise<unknown>;
}

const WRONG_SIGNATURE = `sha1=${'0'.repeat(40)}`;

const NEVER_LOST = 'No refused row gets lost.';

const policyOf = ({ push, importer, newId }: Sandbox, livemode: boolean): Policy => ({
	...([...importer.policies, ...push.policies].at(-1) ?? examplePolicy(newId(), livemode)),
	livemode,
});

const rowOf = ({ importer }: Sandbox, { livemode, idempotencyKey }: EventChoice): RefusedRow => {
	const { policies, refused } = importer;
	const latest = refused.at(-1) ?? policies.at(-1);
	return {
		livemode,
		idempotencyKey: idempotencyKey || (latest?.idempotencyKey ?? 'example-key'),
		file: latest?.file ?? 'example.csv',
		row: latest?.row ?? 1,
		values: {},
		errorMessage: 'Bad Request: Sent from the page of the local KASKO.',
	};
};

const policyEventOf = (event: string) => (sandbox: Sandbox, choice: EventChoice) =>
	sandbox.webhooks.send(event, policyEvent(policyOf(sandbox, choice.livemode), sandbox.newId()));

const report = (sandbox: Sandbox, choice: EventChoice, forgery?: Forgery) =>
	sandbox.reportRefused(rowOf(sandbox, choice), forgery);

/** In the order of the page. */
export const EVENT_BUTTONS: readonly EventButton[] = [
	{
		id: 'rowRefused',
		label: 'A row was refused',
		does: 'Reports a row that KASKO could not import, under a name that KASKO does not document.',
		tries: NEVER_LOST,
		look: 'The workflow starts; “kind” is “importError” and “idempotencyKey” is the row’s.',
		send: (sandbox, choice) => report(sandbox, choice),
	},
	{
		id: 'rowRefusedTwice',
		label: 'The same event twice',
		does: 'Sends one report two times, under one delivery ID.',
		tries: NEVER_LOST,
		look: 'The workflow starts twice, with the same “deliveryId”: n8n’s Remove Duplicates drops the second.',
		send: (sandbox, choice) => {
			const forgery = { deliveryId: sandbox.newId().replace(/-/g, '') };
			return Promise.all([report(sandbox, choice, forgery), report(sandbox, choice, forgery)]);
		},
	},
	{
		id: 'policyCreated',
		label: 'A policy was created',
		does: 'Sends “policy.created” about the latest policy.',
		tries: 'Only what you subscribed to starts the workflow.',
		look: 'The workflow starts if Policy Created is among its events; if not, KASKO gets 200 and nothing starts.',
		send: policyEventOf('policy.created'),
	},
	{
		id: 'policyUpdated',
		label: 'A policy was updated',
		does: 'Sends “policy.updated” about the latest policy.',
		tries: 'Only what you subscribed to starts the workflow.',
		look: 'The workflow starts if Policy Updated is among its events.',
		send: policyEventOf('policy.updated'),
	},
	{
		id: 'other',
		label: 'Something else',
		does: 'Sends an event that KASKO does not document.',
		tries: 'An event that nobody knows breaks nothing.',
		look: 'The workflow starts if Other is among its events; n8n’s log has a line with the name if it does not.',
		send: ({ webhooks, newId }, { livemode }) => {
			const greeting = { id: newId(), livemode, greeting: 'Hello' };
			return webhooks.send('sandbox.greeting', greeting);
		},
	},
	{
		id: 'wrongSignature',
		label: 'A wrong signature',
		does: 'Sends a report that was not signed with the secret.',
		tries: 'Nobody but KASKO starts your workflow.',
		look: 'The answer is 401 and nothing starts; n8n’s log says why.',
		send: (sandbox, choice) => report(sandbox, choice, { signature: WRONG_SIGNATURE }),
	},
];
