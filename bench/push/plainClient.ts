import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

/** What this program gets as its argument, as JSON. */
export interface PlainInput {
	url: string;
	/** The server's certificate. */
	ca: string;
	apiKey: string;
	items: number;
	parallelRequests: number;
}

async function post(url: string, auth: string, agent: Agent, body: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const headers = { 'content-type': 'application/json', 'content-length': body.length };
		request(url, { method: 'POST', auth, agent, headers }, (response) => {
			const isGood = response.statusCode === 200;
			text(response).then((answer) => (isGood ? resolve() : reject(new Error(answer))), reject);
		})
			.once('error', reject)
			.end(body);
	});
}

/** Pushes policies over kept connections and prints the seconds. */
async function main({ url, ca, apiKey, items, parallelRequests }: PlainInput): Promise<void> {
	const agent = new Agent({ ca, keepAlive: true, maxSockets: parallelRequests });
	let next = 0;
	const work = async () => {
		while (next < items) {
			const index = next++;
			const input = {
				first_name: 'Erika',
				last_name: 'Beispiel',
				email: `customer${index}@example.com`,
				data: { start_date: '2027-01-01', vin: String(index).padStart(17, '0') },
			};
			const body = { variant_id: 'd2va8Owp4WRnkbMpEWDAmVoN1JejB5GE', input };
			await post(url, `${apiKey}:`, agent, JSON.stringify(body));
		}
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: parallelRequests }, work));
	console.log(JSON.stringify((performance.now() - start) / 1000));
	agent.destroy();
}

void main(JSON.parse(process.argv[2] ?? '') as PlainInput);
