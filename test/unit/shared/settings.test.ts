import fc from 'fast-check';

import { KaskoError } from '../../../nodes/shared/KaskoError';
import {
	choiceSetting,
	choicesSetting,
	flagSetting,
	numberSetting,
	readSettings,
	toProperties,
} from '../../../nodes/shared/settings';

const TABLE = {
	tries: numberSetting('Max Tries', { default: 3, min: 1, max: 10 }, {}),
	seconds: numberSetting('Timeout', { default: 30, min: 0, max: 300, whole: false }, {}),
	again: flagSetting('Send Again', false, {}),
	skip: choiceSetting(
		'Skip',
		'live',
		[
			{ name: 'Live', value: 'live' },
			{ name: 'Never', value: 'never' },
		],
		{},
	),
	kinds: choicesSetting(
		'Kinds',
		['a'],
		[
			{ name: 'A', value: 'a' },
			{ name: 'B', value: 'b' },
		],
		{},
	),
	operation: choiceSetting('Operation', 'push', [{ name: 'Push', value: 'push' }], {
		noDataExpression: true,
	}),
};

/** Expressions give what stands behind their '='; '=throw' has no result. */
const read = (given: Record<string, unknown>) =>
	readSettings(TABLE, {
		raw: (name) => given[name],
		evaluate: (name) => {
			if (given[name] === '=throw') throw new Error('no such thing');
			return JSON.parse(String(given[name]).slice(1)) as unknown;
		},
	});

function refusal(given: Record<string, unknown>): KaskoError {
	try {
		read(given);
	} catch (error) {
		if (error instanceof KaskoError) return error;
	}
	throw new Error('Expected a refusal');
}

it('gives the defaults of what is not set', () => {
	expect(read({})).toEqual({
		tries: 3,
		seconds: 30,
		again: false,
		skip: 'live',
		kinds: ['a'],
		operation: 'push',
	});
});

it.each([
	['tries', 1, 1],
	['tries', 10, 10],
	['tries', '5', 5],
	['tries', '="5"', 5],
	['tries', '=7', 7],
	['seconds', 0, 0],
	['seconds', 2.5, 2.5],
	['seconds', '2.5', 2.5],
	['again', true, true],
	['again', 'true', true],
	['again', 'false', false],
	['again', '=true', true],
	['skip', 'never', 'never'],
	['skip', '="never"', 'never'],
] as const)('%s = %j is %j', (name, given, value) => {
	expect(read({ [name]: given })[name]).toBe(value);
});

it.each([
	['tries', 0],
	['tries', 11],
	['tries', 1e10],
	['tries', 2.5],
	['tries', '2.5'],
	['tries', ''],
	['tries', ' 5'],
	['tries', '1e1'],
	['tries', '0x5'],
	['tries', null],
	['tries', true],
	['tries', [5]],
	['tries', {}],
	['tries', NaN],
	['tries', Infinity],
	['tries', '=null'],
	['seconds', -0.1],
	['seconds', 300.1],
	['again', 1],
	['again', 0],
	['again', 'TRUE'],
	['again', 'yes'],
	['again', null],
	['again', '=1'],
	['skip', 'Never'],
	['skip', ''],
	['skip', false],
	['skip', ['never']],
	['operation', 'Push'],
	['operation', '="push"'],
])('%s = %j is refused, with its label', (name, given) => {
	const { message, description } = refusal({ [name]: given });
	expect(message).toContain(TABLE[name as keyof typeof TABLE].label);
	expect(description).toMatch(/use .*\nNothing was sent\./);
});

it.each([
	'={{ $json.dry }}',
	'={{ $item(0).$node["A"].json.b }}',
	'={{ $itemIndex }}',
	'={{ $input.item.json.a }}',
	"={{ $('CRM').item.json.a }}",
	'={{ $node["CRM"].json.a }}',
	'={{ $binary.data }}',
	'={{ $data.a }}',
	'=text {{ 1 }} {{ $json["a"] }}',
])('%s speaks of the item', (given) => {
	expect(refusal({ tries: given }).message).toMatch(/'Max Tries'.*whole run.*one item/);
});

it('names the setting whose expression has no result', () => {
	expect(refusal({ tries: '=throw' }).message).toBe(
		"The expression in 'Max Tries' has no result: no such thing",
	);
});

it.each([
	[['a', 'typo', 7], "'Kinds' can't be 'typo', '7'"],
	['b, typo', "'Kinds' can't be 'typo'"],
	[[], "'Kinds' can't be 'an empty list'"],
	['', "'Kinds' can't be ''"],
	[{}, "'Kinds' can't be 'an object'"],
])('names of a list %j what is wrong in it', (given, message) => {
	expect(refusal({ kinds: given }).message).toBe(message);
});

it('names all that are wrong at once', () => {
	const { message, description } = refusal({ tries: 0, again: 'x', skip: 5 });
	expect(message).toBe("'Max Tries' can't be '0'; 'Send Again' can't be 'x'; 'Skip' can't be '5'");
	expect(description.split('\n')).toHaveLength(4);
});

it('takes a value or refuses it, and never gives one that the table does not allow', () => {
	fc.assert(
		fc.property(fc.anything(), (given) => {
			let tries: number;
			try {
				({ tries } = read({ tries: typeof given === 'string' ? given.replace(/^=/, '') : given }));
			} catch (error) {
				expect(error).toBeInstanceOf(KaskoError);
				return;
			}
			expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).toContain(tries);
		}),
	);
});

it('gives the panel its properties', () => {
	expect(toProperties({ tries: TABLE.tries })).toEqual([
		{
			displayName: 'Max Tries',
			name: 'tries',
			type: 'number',
			default: 3,
			typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
		},
	]);
});
