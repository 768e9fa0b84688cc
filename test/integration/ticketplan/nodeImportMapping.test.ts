import type { IDataObject } from 'n8n-workflow';

import { exampleRow, mappedByName } from '../../support/ticketplanRows';
import { CONTINUE, filesIn, run, useSftp } from './importHarness';

useSftp();

describe('Ticketplan SFTP Import in n8n-core', () => {
	it('maps one by one, with expressions that only n8n can evaluate', async () => {
		const value: IDataObject = mappedByName(Object.keys(exampleRow('A1')));
		value['policy.first_name'] = '={{ $json.person.first.toUpperCase() }}';
		value['policy.data.event_name'] = '=Show: {{ $json.event }}';
		value['policy.data.venue_country'] = 'Austria';
		value['policy.data.customer_street'] = null;
		const additionalColumns = {
			column: [
				{ name: 'policy.data.seat', value: '={{ $json.seat.toString() }}' },
				{ name: 'quote.data.protected_element.2.price', value: '={{ $json.second }}' },
			],
		};
		const items = [1, 2].map((n) => ({
			...exampleRow(`A${n}`),
			person: { first: 'änne' },
			event: `No. ${n}`,
			seat: n,
			second: 100 * n,
		}));
		await run(
			{ columns: { mappingMode: 'defineBelow', value }, options: { additionalColumns } },
			items,
		);

		const [csv = ''] = filesIn('test');
		const [header = '', first = '', second = ''] = csv.split('\n');
		expect(header).not.toContain('customer_street');
		expect(header.endsWith(',policy.data.seat,quote.data.protected_element.2.price')).toBe(true);
		expect(first).toContain(',ÄNNE,');
		expect(first).toContain(',Show: No. 1,');
		expect(first).toContain(',Austria,');
		expect(first.endsWith(',1,100')).toBe(true);
		expect(second.endsWith(',2,200')).toBe(true);
	});

	it('tells which expression fails, for each row', async () => {
		const value = { 'policy.email': '={{ $json.list.map(x => x.y).first( }}' };
		const { outputs } = await run(
			{ columns: { mappingMode: 'defineBelow', value } },
			[{ list: 1 }],
			CONTINUE,
		);
		const { details } = outputs[1]![0]!.json as { details: { findings: IDataObject[] } };
		expect(details.findings.filter(({ column }) => column === 'policy.email')).toMatchObject([
			{ code: 'notResolved' },
		]);
	});
});
