/** The members that are the same for all items: `.first()`, `?.all()`, `["last"]()`. */
const SAME_FOR_ALL =
	'\\s*(?:\\?\\.|\\.)?\\s*(?:\\[\\s*["\'`])?(?:first|last|all|params|context|isExecuted)\\b';

/** What stands in the parentheses of `$("Node")`: a name, which may hold parentheses itself, or something computed. */
const NODE_NAME = '"[^"]*"|\'[^\']*\'|`[^`]*`|(?!["\'`])[^)]*|["\'`][^)]*\\+[^)]*';

/**
 * What gives another value for each item in an expression (n8n's `WorkflowDataProxy`): the item itself, items of other
 * nodes that are found by it, what an AI model fills in for it, and other parameters, which may hold any of these.
 */
const OF_ITEM = [
	/\$(?:json|binary|data|item|itemIndex|position|thisItem|thisItemIndex|from[Aa][Ii]|tool|parameter|rawParameter)\b/,
	new RegExp(`\\$input\\b(?!${SAME_FOR_ALL})`),
	new RegExp(`\\$\\(\\s*(?:${NODE_NAME})\\s*\\)(?!${SAME_FOR_ALL})`),
	/\$node\b(?!\s*(?:\[[^\]]*\]|\.\s*\w+)\s*\??\.\s*(?:runIndex|context|parameter)\b)/,
];

/** Whether the value of an expression depends on the item that it is evaluated for. */
export function speaksOfItem(expression: string): boolean {
	const code = expression.slice(Math.max(0, expression.indexOf('{{')));
	return OF_ITEM.some((pattern) => pattern.test(code));
}
