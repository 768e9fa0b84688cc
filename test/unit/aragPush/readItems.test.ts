import type { IExecuteFunctions } from 'n8n-workflow';

import { readItems } from '../../../nodes/AragPush/input/checkItems';
import { Progress } from '../../../nodes/shared/Progress';
import { strictContext } from '../../support/strictContext';

const values = (item: number): Record<string, unknown> => ({
	variantId: 'variant',
	firstName: `First ${item}`,
	lastName: 'Person',
	email: 'test@person.com',
	startDate: '2099-02-13',
	vin: '12345',
	additionalFields: { metadata: { field: [{ name: 'deal', value: `D-${item}` }] } },
});

/** A context that evaluates for each item and gives no raw expressions. */
function context(items: number, getNodeParameter: (name: string, item: number) => unknown) {
	return strictContext<IExecuteFunctions>({
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getNodeParameter,
		getTimezone: () => 'Europe/Berlin',
	});
}

const lines: string[] = [];
/** Its clock moves by a second at each look. */
const progress = () => {
	let seconds = 0;
	return new Progress(
		(line) => lines.push(line),
		() => seconds++ * 1000,
	);
};
beforeEach(() => lines.splice(0));

it('reads the values of each item, also where no raw expression can be had', () => {
	const items = readItems(
		context(3, (name, item) => values(item)[name]),
		progress(),
	);
	expect(items.map(({ request }) => request?.input)).toMatchObject(
		[0, 1, 2].map((item) => ({
			first_name: `First ${item}`,
			metadata: { deal: `D-${item}` },
		})),
	);
});

it.each([
	['firstName', 'First Name'],
	['additionalFields', 'Additional Fields'],
])('names %s as the panel does when it has no result', (field, label) => {
	const [, item] = readItems(
		context(2, (name, index) => {
			if (name === field && index === 1) throw new Error('no such node');
			return values(index)[name];
		}),
		progress(),
	);
	const message = `The expression in '${label}' has no result: no such node`;
	expect(item).toEqual({
		findings: [{ field, code: 'notResolved', message, hint: 'Correct the expression.' }],
	});
});

it('says how far it is, and looks at the clock for every hundredth item only', () => {
	readItems(
		context(1_000, (name, item) => values(item)[name]),
		progress(),
	);
	expect(lines).toEqual(['400 of 1000 items checked so far', '900 of 1000 items checked so far']);
});
