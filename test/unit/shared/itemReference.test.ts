import { speaksOfItem } from '../../../nodes/shared/itemReference';

it.each([
	'={{ $json.dry }}',
	'=  {{$json["dry"]}} s',
	'={{ { a: { b: $json.dry } }.a.b }}',
	'={{ "}}" + $json.dry }}',
	'={{ $binary.data.fileName }}',
	'={{ $data.dry }}',
	'={{ $item(0).$node["A"].json.dry }}',
	'={{ $itemIndex === 0 }}',
	'={{ $position }}',
	'={{ $thisItem.json.dry }}',
	'={{ $thisItemIndex }}',
	'={{ $input.item.json.dry }}',
	'={{ $input?.item.json.dry }}',
	'={{ $input["item"].json.dry }}',
	'={{ (({ item }) => item.json.dry)($input) }}',
	'={{ $("A").item.json.dry }}',
	'={{ $("A")?.item.json.dry }}',
	"={{ $('A (1)').item.json.dry }}",
	'={{ $("A")["item"].json.dry }}',
	'={{ $("A").itemMatching(0).json.dry }}',
	'={{ $("A").pairedItem().json.dry }}',
	'={{ $("A" + "B").item.json.dry }}',
	'={{ $( "A" ).item.json.dry }}',
	'={{ $node["A"].json.dry }}',
	'={{ $node["A"]["json"].dry }}',
	'={{ $node.A.json.dry }}',
	'={{ $fromAI("dry") }}',
	'={{ $parameter.vin === "" }}',
])('%s speaks of the item', (expression) => {
	expect(speaksOfItem(expression)).toBe(true);
});

it.each([
	'={{ 5 }}',
	'=5',
	'={{ $vars.dry }}',
	'={{ $env.DRY }}',
	'={{ $now.hour > 12 ? "always" : "never" }}',
	'={{ $execution.mode }}',
	'={{ $workflow.name }}',
	'={{ $runIndex }}',
	'={{ $input.first().json.dry }}',
	'={{ $input.all().length }}',
	'={{ $input["last"]().json.dry }}',
	'={{ $("A").first().json.dry }}',
	"={{ $('A (1)').all()[0].json.dry }}",
	'={{ $("A")?.last().json.dry }}',
	'={{ $("A").isExecuted }}',
	'={{ $items("A")[0].json.dry }}',
	'={{ $node["A"].runIndex }}',
	'=the text $json stands before {{ 5 }}',
])('%s is the same for all items', (expression) => {
	expect(speaksOfItem(expression)).toBe(false);
});
