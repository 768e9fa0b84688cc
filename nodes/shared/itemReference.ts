const CODE = /\{\{[\s\S]*?\}\}/g;

/**
 * What gives another value for each item in an expression (n8n's `WorkflowDataProxy`): the item itself, and items of other
 * nodes that are found by it.
 */
const OF_ITEM = [
	/\$(?:json|binary|data|item|itemIndex|position)\b/,
	/\$input\s*(?:\.\s*item\b|\[\s*["'`]item)/,
	/\$\([^)]*\)\s*(?:\.\s*(?:item|pairedItem|itemMatching)\b|\[\s*["'`](?:item|pairedItem))/,
	/\$node\s*(?:\[[^\]]*\]|\.\s*\w+)\s*\.\s*(?:json|binary|data)\b/,
];

/** Whether the value of an expression depends on the item that it is evaluated for. */
export function speaksOfItem(expression: string): boolean {
	const code = expression.match(CODE)?.join(' ') ?? '';
	return OF_ITEM.some((pattern) => pattern.test(code));
}
