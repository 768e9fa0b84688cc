import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Client from 'ssh2-sftp-client';

import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';

const HEADER =
	'idempotency_key,integration_id,quote.data.policy_start_date,quote.data.pem_exclusion,quote.data.sports_inclusion,quote.data.protected_element.1.price,policy.first_name,policy.last_name,policy.email,policy.language,policy.data.booking_date,policy.data.payment_date,policy.data.ticket_quantity,policy.data.order_number,policy.data.order_value,policy.data.order_currency,policy.data.event_name,policy.data.event_start_date,policy.data.event_end_date,policy.data.venue_name,policy.data.venue_location,policy.data.venue_country,policy.data.ticket_distributor,policy.data.customer_email,policy.data.customer_first_name,policy.data.customer_last_name,policy.data.customer_house_number,policy.data.customer_street,policy.data.customer_city,policy.data.customer_postcode,policy.data.protected_elements_value,policy.data.unprotected_elements_value,policy.data.insurance_quantity';
const NICK =
	'c93dc6de-08f7-4551-ab0e-ea19e5fccb2c,in_41c2f22d51612f04ee2c48eca3dc0,2022-11-11,1,0,3000,Nick,Malone,nick.malone@com,en,2022-10-02,2022-10-02,1,5597,100000,euro,test event,2022-12-02,2022-12-02,venue name,Test location,Test country,Tickeplan distributor,customer.email@test.com,Nick,Malone,123,test customer street,test customer city,44444,55555,55555,1';
const JOHN =
	'48467ef6-06f0-40b6-afe2-b387e13cd680,in_41c2f22d51612f04ee2c48eca3dc0,2022-12-03,1,0,3000,John,Smith,john.smith@com,en,2022-10-02,2022-10-02,1,5597,100000,euro,test event,2022-12-02,2022-12-02,venue name,Test location,Test country,Tickeplan distributor,customer.email@test.com,John,Smith,123,test customer street,test customer city,44444,55555,55555,1';
const SECRET = 'whsec_test';

const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');

let sandbox: Sandbox;
let receiver: Server;
let url: string;
let answer: number;
const received: Array<{ headers: IncomingHttpHeaders; raw: string }> = [];

beforeAll(async () => {
	sandbox = await startSandbox({ webhooks: { secret: SECRET } });
	receiver = createServer((request, response) => {
		void text(request).then((raw) => {
			received.push({ headers: request.headers, raw });
			response.writeHead(answer, { Location: '/' }).end();
		});
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook`;
});

beforeEach(() => {
	answer = 200;
	received.length = 0;
	sandbox.reset();
});

afterAll(async () => {
	await sandbox.stop();
	receiver.close();
	await once(receiver, 'close');
});

describe('importer', () => {
	it("makes policies of both rows of KASKO's example file and moves the file", async () => {
		sandbox.sftp.files.write('live/a.csv', file(NICK, JOHN));
		expect(sandbox.sftp.files.list('/')).toEqual(['test', 'live']);
		expect(await sandbox.importer.run()).toEqual([
			{
				file: 'a.csv',
				environment: 'live',
				movedTo: '/imports_processed/a.csv',
				policies: 2,
				duplicates: 0,
				refused: 0,
			},
		]);
		expect(sandbox.importer.policies).toMatchObject([
			{ livemode: true, firstName: 'Nick', row: 1, values: { 'policy.email': 'nick.malone@com' } },
			{ livemode: true, firstName: 'John', row: 2, values: { 'policy.email': 'john.smith@com' } },
		]);
		expect(sandbox.sftp.files.list('live')).toEqual([]);
		expect(sandbox.sftp.files.read('imports_processed/a.csv').toString()).toBe(file(NICK, JOHN));
	});

	it('drops rows whose key is known, in one file and in the next, for test and live apart', async () => {
		sandbox.sftp.files.write('test/a.csv', file(NICK, NICK));
		sandbox.sftp.files.write('test/b.csv', file(NICK, JOHN));
		sandbox.sftp.files.write('live/c.csv', file(NICK));
		expect(await sandbox.importer.run()).toMatchObject([
			{ policies: 1, duplicates: 1 },
			{ policies: 1, duplicates: 1 },
			{ policies: 1, duplicates: 0 },
		]);
	});

	it('gives a file another name when its own is taken', async () => {
		for (const folder of ['test', 'live', 'test']) {
			sandbox.sftp.files.write(`${folder}/a.csv`, file(NICK));
			await sandbox.importer.run();
		}
		expect(sandbox.sftp.files.list('imports_processed')).toEqual(['a.csv', 'a-2.csv', 'a-3.csv']);
	});

	it('leaves files that are not complete', async () => {
		const { files } = sandbox.sftp;
		files.write('test/a.csv.part', file(NICK));
		files.write('test/open.csv', file(NICK));
		files.get('test/open.csv').handles += 1;
		expect(await sandbox.importer.run()).toEqual([]);
		expect(files.list('test')).toEqual(['a.csv.part', 'open.csv']);
	});

	it.each([
		['an empty name', NICK.replace(',Nick,', ',,'), "Missing 'policy.first_name'"],
		['no key', NICK.replace(/^[^,]+/, ''), "Missing 'idempotency_key'"],
		['no price', NICK.replace(',3000,', ',,'), "Missing 'quote.data.protected_element.1.price'"],
		['a price that is no integer', NICK.replace('3000', '30.00'), 'price'],
		['a date in another form', NICK.replace('2022-11-11', '11.11.2022'), 'policy_start_date'],
		['a day that is none', NICK.replace('2022-11-11', '2022-02-30'), 'policy_start_date'],
		['an unknown integration', NICK.replace('in_41c', 'in_xxx'), 'Unknown integration'],
		['a cell too many', `${NICK},more`, 'Too many fields'],
	])('refuses a row with %s and reports it', async (_case, row, message) => {
		sandbox.webhooks.register(url);
		sandbox.sftp.files.write('test/a.csv', file(row));
		expect(await sandbox.importer.run()).toMatchObject([{ policies: 0, refused: 1 }]);
		expect(received.map(({ raw }) => JSON.parse(raw))).toEqual([
			{
				id: expect.any(String),
				livemode: false,
				errorMessage: expect.stringContaining(message),
				idempotency_key: row.split(',')[0],
				file: 'a.csv',
				row: 1,
			},
		]);
	});

	it('refuses on demand, and takes the mended row under the same key', async () => {
		sandbox.importer.refuseWhen((row) =>
			row['policy.first_name'] === 'Nick' ? 'Not Nick.' : undefined,
		);
		sandbox.sftp.files.write('test/a.csv', file(NICK, JOHN));
		await sandbox.importer.run();
		expect(sandbox.importer.refused).toMatchObject([{ errorMessage: 'Not Nick.', row: 1 }]);
		sandbox.sftp.files.write('test/b.csv', file(NICK.replace('Nick', 'Nicholas')));
		expect(await sandbox.importer.run()).toMatchObject([{ policies: 1 }]);
	});

	it('imports by itself as soon as an upload is complete', async () => {
		let finish = () => {};
		const imported = new Promise<void>((resolve) => (finish = resolve));
		const other = await startSandbox({ importer: { watch: true, onImported: () => finish() } });
		const client = new Client();
		const { host, port, username, privateKey } = other.sftp;
		await client.connect({ host, port, username, privateKey });
		await client.put(Buffer.from(file(NICK)), 'test/a.part');
		expect(other.importer.imported).toEqual([]);
		await client.rename('test/a.part', 'test/a.csv');
		await imported;
		expect(await client.exists('imports_processed/a.csv')).toBe('-');
		await client.end();
		await other.stop();
		expect(other.importer.policies).toHaveLength(1);
	});
});

describe('webhooks', () => {
	it('signs the raw body', async () => {
		sandbox.webhooks.register(url, { environment: 'live', events: ['policy.created'] });
		sandbox.sftp.files.write('live/a.csv', file(NICK));
		sandbox.sftp.files.write('test/a.csv', file(NICK));
		await sandbox.importer.run();
		expect(received).toHaveLength(1);
		const [{ headers, raw } = { headers: {}, raw: '' }] = received;
		expect(headers).toMatchObject({
			'content-type': 'application/json',
			'x-kasko-event': 'policy.created',
			'x-kasko-delivery': expect.stringMatching(/^[0-9a-f]{32}$/),
			'x-kasko-signature': `sha1=${createHmac('sha1', SECRET).update(raw).digest('hex')}`,
		});
		expect(JSON.parse(raw)).toMatchObject({
			livemode: true,
			policy_id: sandbox.importer.policies.find(({ livemode }) => livemode)?.reference,
			first_name: 'Nick',
			start_date: '2022-11-11',
		});
		expect(sandbox.webhooks.deliveries).toMatchObject([{ status: 200 }]);
	});

	it.each([204, 302, 401, 500])('records the answer %i, and does not try again', async (status) => {
		answer = status;
		sandbox.webhooks.register(url);
		expect(await sandbox.webhooks.send('policy.updated', {})).toMatchObject([{ status }]);
		expect(received).toHaveLength(1);
	});

	it('records that nobody answered', async () => {
		sandbox.webhooks.register('http://127.0.0.1:1/');
		const [delivery] = await sandbox.webhooks.send('policy.updated', {});
		expect(delivery?.status).toBeUndefined();
		expect(delivery?.error).toContain('ECONNREFUSED');
	});

	it('forges what a test asks for', async () => {
		sandbox.webhooks.register(url);
		await sandbox.webhooks.send('x', {}, { raw: '{', deliveryId: 'd', signature: 'sha1=0' });
		await sandbox.webhooks.send('x', {}, { headers: { 'Content-Type': 'text/plain' } });
		expect(received).toMatchObject([
			{ raw: '{', headers: { 'x-kasko-delivery': 'd', 'x-kasko-signature': 'sha1=0' } },
			{ raw: '{}', headers: { 'content-type': 'text/plain' } },
		]);
	});

	it('can report refused rows under another name and shape', async () => {
		const other = await startSandbox({
			webhooks: { secret: SECRET },
			importError: {
				event: 'policy.import_error',
				payload: ({ livemode, errorMessage }) => ({ livemode, message: errorMessage }),
			},
		});
		other.webhooks.register(url);
		other.sftp.files.write('live/a.csv', file(NICK.replace('in_41c', 'in_xxx')));
		await other.importer.run();
		await other.stop();
		expect(received).toMatchObject([{ headers: { 'x-kasko-event': 'policy.import_error' } }]);
		expect(JSON.parse(received[0]?.raw ?? '')).toEqual({
			livemode: true,
			message: "Bad Request: Unknown integration 'in_xxx2f22d51612f04ee2c48eca3dc0'.",
		});
	});
});
