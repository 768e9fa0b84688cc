import { createCredential } from '../../scripts/n8n/credentials';
import {
	importWorkflow,
	publishWorkflow,
	type ImportedWorkflow,
} from '../../scripts/n8n/workflows';
import type { Push } from '../../sandbox/push/startPush';
import type { Bench } from '../Bench';
import { chain, code, webhook, type Link } from '../../scripts/n8n/chain';

const CREDENTIAL = 'Push';
const customers = code('Customers', [
	'return Array.from({ length: Number(query.items) }, (_, index) => ({',
	"	firstName: 'Erika', lastName: 'Beispiel', email: `customer${index}@example.com`,",
	"	startDate: '2027-01-01', vin: String(index).padStart(17, '0'),",
	'}));',
]);

/** A node that pushes every item, and how it is set. */
export interface Variant {
	label: string;
	node: Link;
	/** Absent: n8n's HTTP Request node has no limit. */
	parallelRequests?: number;
}

export async function createCredentials({ session }: Bench, push: Push): Promise<void> {
	const apiKey = push.keys.test;
	await createCredential(session, 'kaskoApi', CREDENTIAL, { apiKey, pushUrl: push.url });
	await createCredential(session, 'httpBasicAuth', CREDENTIAL, { user: apiKey, password: '' });
}

export function aragPush(parallelRequests: number): Variant {
	return {
		label: `ARAG Push, ${parallelRequests} parallel requests`,
		parallelRequests,
		node: {
			name: 'Push',
			type: 'n8n-nodes-kasko.aragPush',
			typeVersion: 1,
			parameters: {
				firstName: '={{ $json.firstName }}',
				lastName: '={{ $json.lastName }}',
				email: '={{ $json.email }}',
				startDate: '={{ $json.startDate }}',
				vin: '={{ $json.vin }}',
				options: { parallelRequests },
			},
			credentials: { kaskoApi: { id: null, name: CREDENTIAL } },
		},
	};
}

const BODY = `={{ {
	variant_id: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE',
	input: {
		first_name: $json.firstName, last_name: $json.lastName, email: $json.email,
		data: { start_date: $json.startDate, vin: $json.vin },
	},
} }}`;

export function httpRequest(label: string, url: string, batch?: Record<string, number>): Variant {
	return {
		label: `HTTP Request, ${label}`,
		node: {
			name: 'Push',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.5,
			parameters: {
				method: 'POST',
				url,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpBasicAuth',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: BODY,
				options: batch ? { batching: { batch } } : {},
			},
			credentials: { httpBasicAuth: { id: null, name: CREDENTIAL } },
		},
	};
}

export async function publishVariant(
	{ session }: Bench,
	path: string,
	{ node }: Variant,
): Promise<ImportedWorkflow> {
	const links = [webhook(path, 'lastNode'), customers, node];
	const workflow = await importWorkflow(session, chain(path, links));
	await publishWorkflow(session, workflow);
	return workflow;
}
