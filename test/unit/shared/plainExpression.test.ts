import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Expression } from 'n8n-workflow';

import { compilePlainExpression, LEFT_TO_N8N } from '../../../nodes/shared/plainExpression';
import { expressionCases } from '../../support/expressionCases';
import { runs } from '../../support/runs';

const expression = new Expression('Europe/Berlin');

/** What n8n's own engine makes of it. */
function evaluate(raw: unknown, json: unknown): unknown {
	try {
		const data = { $json: json } as Parameters<Expression['resolveSimpleParameterValue']>[1];
		return expression.resolveSimpleParameterValue(raw as string, data);
	} catch (error) {
		return error;
	}
}

const resolve = (raw: unknown, json: unknown) => compilePlainExpression(raw)?.(json);

const JSON_DATA = {
	a: 'text',
	n: 12.5,
	zero: 0,
	minusZero: -0,
	nan: NaN,
	yes: true,
	no: false,
	nothing: null,
	missing: undefined,
	empty: '',
	'a b': { c: ['first', { d: 'deep' }] },
	list: [1, null, 3],
	date: new Date(0),
	größe: 'XL',
	'policy.first_name': 'Nick',
	"it's": 'quote',
	bare: Object.assign(Object.create(null) as object, { x: 'bare' }),
	brace: '{{ $json.a }}',
	'Price {EUR}': 12,
	'{': 'open',
	'x} {y': 'turned',
};

describe('plain expressions', () => {
	it.each([
		'fixed',
		'',
		12,
		false,
		null,
		'=',
		'=fixed text',
		'={{ $json.a }}',
		'={{$json.a}}',
		'={{\n\t$json.a\n}}',
		'={{ $json["a"] }}',
		"={{ $json['policy.first_name'] }}",
		'={{ $json["it\'s"] }}',
		'={{ $json["a b"].c[0] }}',
		'={{ $json["a b"].c[1].d }}',
		'={{ $json["a b"].c[7] }}',
		'={{ $json.n }}',
		'={{ $json.zero }}',
		'={{ $json.minusZero }}',
		'={{ $json.nan }}',
		'={{ $json.yes }}',
		'={{ $json.no }}',
		'={{ $json.nothing }}',
		'={{ $json.nothing.deeper }}',
		'={{ $json.missing }}',
		'={{ $json.unheard.of.it }}',
		'={{ $json.empty }}',
		'={{ $json.date }}',
		'={{ $json.größe }}',
		'={{ $json.bare.x }}',
		'={{ $json.bare.y }}',
		'={{ $json.brace }}',
		'={{ $json.list[0] }}',
		'={{ $json.list[1] }}',
		'= {{ $json.n }}',
		'={{ $json.n }} ',
		'=No. {{ $json.n }}/{{ $json["a b"].c[0] }}!',
		'={{ $json.n }}{{ $json.zero }}',
		'=x{{ $json.minusZero }}',
		'=x{{ $json.nan }}{{ $json.nothing }}{{ $json.missing }}{{ $json.empty }}',
		'=x{{ $json.yes }}{{ $json.no }}',
		'=x{{ $json.nothing.deeper }}',
		'={{ $json.a }}}}',
		'=a }} b {{ $json.a }} "c" \'d\'\n',
		'={{ $json.class }}',
		'={{ $json["Price {EUR}"] }}',
		"={{$json['Price {EUR}']}}",
		'={{ $json["{"] }}',
		'=a { b } {{ $json["x} {y"] }} {c}',
	])('%j is as in n8n', (raw) => {
		const value = resolve(raw, JSON_DATA);
		expect(value).not.toBe(LEFT_TO_N8N);
		expect(value).toEqual(evaluate(raw, JSON_DATA));
	});

	it.each([
		'={{ $json }}',
		'={{ $json.a.length }}',
		'={{ $json.a.toUpperCase() }}',
		'={{ $json?.a }}',
		'={{ $json.a ?? 1 }}',
		'={{ $json.a + 1 }}',
		'={{ $json.a; }}',
		'={{ $json.a }',
		'={{ $json.a }} {{',
		'={{ $json["a }}"] }}',
		'={{ $json["a\u2028b"] }}',
		'={{ $json["\\u0061"] }}',
		'=\\{{ $json.a }}',
		'=a\\\\b {{ $json.a }}',
		'={{ $json[00] }}',
		'={{ $json[$json.a] }}',
		'={{ $json.constructor }}',
		'={{ $json["constructor"] }}',
		'={{ $json.__proto__ }}',
		'={{ $json.toString }}',
		'={{ $json.a }}.constructor',
		'={{ $json.$ }}',
		'={{ $json.list.length }}',
		'={{ $json.list }}',
		'={{ $json.date.getTime }}',
		'={{ $json["a b"] }}',
		'=x{{ $json.date }}',
		'=x{{ $json.list }}',
		'={{ $input.item.json.a }}',
		'={{ $now }}',
		'={{ }}',
		'={{ "text" }}',
	])('%j is left to n8n', (raw) => {
		const plain = compilePlainExpression(raw);
		expect(plain === undefined || plain(JSON_DATA) === LEFT_TO_N8N).toBe(true);
	});

	it.each([DateTime.now(), new Map(), new (class Money {})(), 12n, () => 1])(
		'leaves the value %p to n8n',
		(value) => {
			expect(resolve('={{ $json.value }}', { value })).toBe(LEFT_TO_N8N);
			expect(resolve('={{ $json.value.x }}', { value })).toBe(LEFT_TO_N8N);
		},
	);

	it('gives what n8n gives, for any reference into any item, with any text around it', () => {
		fc.assert(
			fc.property(expressionCases, ({ raw, json }) => {
				const value = resolve(raw, json);
				fc.pre(compilePlainExpression(raw) !== undefined && value !== LEFT_TO_N8N);
				expect(value).toEqual(evaluate(raw, json));
			}),
			runs(500),
		);
	});
});
