import { ownKeyCheck } from '../../../nodes/TicketplanSftpImport/check/ownKey';

const messageOf = (text: string, raw?: string, value: unknown = text, othersVary = true) =>
	ownKeyCheck(raw === undefined ? undefined : { raw, othersVary })(value, text)?.message;

describe('an idempotency key that a row comes with', () => {
	it.each([
		['c93dc6de-08f7-4551-ab0e-ea19e5fccb2c'],
		['order-5597-1'],
		['5597'],
		['0'],
		['SHOP#A1'],
		['SHOP#NVIDIA'],
		['shop-Null-7'],
		['annullieren-7'],
		['NaNcy-5'],
		['truefalse'],
		['none-5'],
		['{c93dc6de-08f7-4551-ab0e-ea19e5fccb2c}'],
		['Nana'],
		['北京-7'],
		['a/b_c.d:e'],
		[''],
	])('%j may be one', (text) => {
		expect(messageOf(text)).toBeUndefined();
	});

	it.each([
		['undefined'],
		['{{ $json.id }}'],
		['order-{{ id }}'],
		['${id}'],
		['unknown'],
		['null'],
		['NULL'],
		['Null'],
		['NaN'],
		['nan'],
		['None'],
		['n/a'],
		['N/A'],
		['#N/A'],
		['#NV'],
		['#REF!'],
		['#BEZUG!'],
		['#WERT!'],
		['#¡VALOR!'],
		['#NAME?'],
		['#DIV/0!'],
		['Err:502'],
		['true'],
		['false'],
		['-'],
		['--'],
		['?'],
		['shop-undefined'],
		['orderundefined'],
		['undefined-7'],
		['shop_null'],
		['null-null'],
		['shop-NaN-1'],
		['shop-#N/A'],
		['shop-#REF!'],
		['Invalid Date'],
		['(blank)'],
		['<none>'],
		['[empty]'],
		['invalid date'],
		['Invalid DateTime'],
		['shop-Invalid DateTime'],
		['(null)'],
		['shop-None'],
		['None_7'],
		['00000000-0000-0000-0000-000000000000'],
	])('%j says nothing', (text) => {
		expect(messageOf(text)).toMatch(/stands for a missing value/);
	});
});

describe('a key that is mapped', () => {
	it.each([
		['={{ $json.key }}', 'k1'],
		['={{ $json.key }}', ''],
		['=shop-{{ $json.order }}', 'shop-5'],
		['=shop-{{ $json.order }}-{{ $json.pos }}', 'shop-A-5-1'],
		['={{ $json.order }}{{ $json.pos }}', 'A5'],
		['=({{ $json.order }})', '(5)'],
		['=a.b*{{ $json.order }}', 'a.b*c'],
		['={{ $execution.id }}-{{ $itemIndex }}', '7-0'],
		['={{ $now.toMillis() }}', '1'],
		['={{ Math.random() }}', '0.5'],
		['={{ "x" + $json.order }}', 'x5'],
		['={{ "1" + $json.order }}', '11'],
		["={{ $json.shop + '-' + $json.order }}", 'sh-7'],
		["={{ '#' + $json.order }}", '#7'],
		["={{ $json.order + '#' }}", '7#'],
		['={{ `#${$json.order}-${$json.pos}!` }}', '#7-1!'],
		["={{ [$json.shop, $json.order].join('-') }}", 'sh-7'],
		['={{ `${$json.shop}-${$json.order}` }}', 'sh-7'],
		["={{ $json['order'] + $json.pos }}", 'order'],
		["={{ $json.order.replace('-', '') }}", '7-'],
		["={{ $json.type === 'web' ? $json.order : 'x' + $json.order }}", 'web'],
		["={{ $('Shop').item.json.id + 'A' }}", 'ShopA'],
	])('to %j may be %j', (raw, text) => {
		expect(messageOf(text, raw)).toBeUndefined();
	});

	it.each([
		['=shop-{{ $json.order }}', 'shop-'],
		['=shop - {{ $json.order }}', 'shop -', 'shop - '],
		['={{ $json.order }}-shop', '-shop'],
		['={{ $json.order }}-{{ $json.pos }}', 'A-1-'],
		['={{ $json.order }}-{{ $json.pos }}', '-1'],
		['={{ $json.order }}-{{ $json.pos }}', '-'],
		['=x{{ $json.order }}{{ $json.pos }}', 'x'],
		['=shop-{{ $json.order.trim() }}', 'shop-'],
		['=shop:\n{{ $json.order }}', 'shop:', 'shop:\n'],
		['=shop-{{ $json.order }}', 'shop-', 'shop-   '],
	])('to %j is incomplete as %j', (raw, text, value: unknown = text) => {
		expect(messageOf(text, raw, value)).toMatch(/is empty in this row/);
	});

	it.each([
		['={{ $today }}', '2027-02-13T00:00:00.000+01:00'],
		['={{ $today.toMillis() }}-{{ $itemIndex }}', '1802473200000-0'],
		['={{ $now.toISODate() }}', '2027-02-13'],
		["=shop-{{ $now.toFormat('dd.MM.yyyy') }}-{{ $itemIndex }}", 'shop-13.02.2027-0'],
		["={{ $now.toFormat('yyyyMMdd') }}", '20270213'],
		["={{ $now.toFormat('yyyy-MM') }}", '2027-02'],
		['=shop-{{ $now.year }}', 'shop-2027'],
		["={{ $now.toFormat('LLLL d, yyyy') }}", 'February 13, 2027'],
		['={{ $now.toFormat("kkkk-\'W\'WW") }}', '2027-W06'],
		['={{ DateTime.now().toISODate() }}', '2027-02-13'],
		['={{ new Date().toISOString().slice(0, 10) }}', '2027-02-13'],
	])('to %j is the same all day: %j', (raw, text) => {
		expect(messageOf(text, raw)).toMatch(/the same all day/);
	});

	it.each([
		['={{ $now.toMillis() }}-{{ $itemIndex }}', '1802473200000-0'],
		['={{ $now }}', '2027-02-13T10:11:12.123+01:00'],
		['={{ $now.toISODate() }}-{{ $json.order }}', '2027-02-13-7'],
		['={{ Date.now() }}', '1802473200000'],
		['={{ Date.now().toString(36) }}', 'lzq3k9a1'],
		['={{ new Date().toISOString() }}', '2027-02-13T10:11:12.123Z'],
		["={{ $now.toFormat('yyyyMMddHHmmss') }}", '20270213101112'],
		['={{ $json["Date"] }}-{{ $json.order }}', '2027-02-13-7'],
		['={{ $now.toISODate() }}-{{ $execution.id }}', '2027-02-13-7'],
	])('to %j is not, as %j', (raw, text) => {
		expect(messageOf(text, raw)).toBeUndefined();
	});

	it.each([
		["={{ 'shop-' + ($json.order ?? '') }}", 'shop-'],
		["={{ 'shop-' + ($json.order ?? '') + '-x' }}", 'shop--x'],
		["=shop{{ '-' + ($json.order ?? '') }}", '-'],
		["={{ $json.order || 'none-given' }}", 'none-given'],
		["={{ $json.web ? 'web' : 'desk' }}", 'desk'],
		['={{ `order-${$json.order ?? ""}` }}', 'order-'],
	])('to %j says nothing as %j', (raw, text) => {
		expect(messageOf(text, raw)).toMatch(/Nothing of the idempotency key comes from this row/);
	});

	it.each([
		["={{ [$json.shop, $json.order].join('-') }}", 'sh-'],
		['={{ [$json.shop, $json.order].join("/") }}', '/7'],
		["={{ $json.shop + '_' + ($json.order ?? '') }}", 'sh_'],
		['={{ `${$json.shop}-${$json.order ?? ""}` }}', 'sh-'],
		["={{ $json.shop.concat(':', $json.order ?? '') }}", 'sh:'],
	])('to %j seems incomplete as %j', (raw, text) => {
		expect(messageOf(text, raw)).toMatch(/seems to be empty in this row/);
	});

	it('is missing where the field is', () => {
		const check = ownKeyCheck({ raw: '={{ $json.key }}', othersVary: true });
		expect(check(undefined, '')?.message).toMatch(/is missing in this row/);
		expect(ownKeyCheck()(undefined, '')).toBeUndefined();
		const random = ownKeyCheck({ raw: '={{ crypto.randomUUID() }}', othersVary: true });
		expect(random(undefined, '')?.message).toMatch(/expression .* gives nothing in this row/);
	});

	it.each([
		['policy'],
		['=policy'],
		['={{ "policy" }}'],
		['=order-{{ $itemIndex }}'],
		['={{ $workflow.id }}-{{ $runIndex }}'],
		['={{ $vars.shop }}'],
	])('to %j is the same in every run', (raw) => {
		expect(messageOf('policy', raw)).toMatch(/the same in every run/);
		// A row that is all typed in by hand is the same policy each time.
		expect(messageOf('policy', raw, 'policy', false)).toBeUndefined();
	});

	it.each([[' '], ['='], ['={{ "" }}'], ['={{ null }}']])('to %j is always empty', (raw) => {
		expect(messageOf('', raw)).toMatch(/is empty in every row/);
	});

	it('is no better than the text it gives', () => {
		expect(messageOf('shop-undefined', '={{ "shop-" + $json.order }}')).toMatch(/missing value/);
	});
});
