import type { INodeProperties, INodePropertyOptions, NodePropertyTypes } from 'n8n-workflow';

import { toTable } from './toTable';

/**
 * What n8n's panel shows of a node or a credential, one row for each field. A collection gets its fields by a table of its own.
 * Notices, hidden fields and what only an AI agent's tool shows are left out.
 */
export function parametersTable(properties: readonly INodeProperties[]): string {
	const shown = properties.filter(
		({ type, displayOptions }) =>
			!['notice', 'hidden'].includes(type) && !displayOptions?.show?.['@tool']?.includes(true),
	);
	const operations = shown.map(operationsOf);
	const withOperations = operations.some((names) => names !== '');
	return toTable(
		['Field', 'Name', 'Default', 'Takes', 'What it is', ...(withOperations ? ['Only with'] : [])],
		shown.map((property, index) => [
			`**${property.displayName}**`,
			`\`${property.name}\``,
			defaultOf(property),
			takes(property),
			plainText(property.description ?? property.hint ?? ''),
			...(withOperations ? [operations[index] ?? ''] : []),
		]),
	);
}

/** The choices of one field, one row each. */
export function choicesTable(property: INodeProperties): string {
	const rows = choicesOf(property).map(({ name, value, description = '' }) => [
		name,
		`\`${String(value)}\``,
		plainText(description),
	]);
	return toTable(['Choice', 'Value', 'What it means'], rows);
}

function choicesOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

function defaultOf(property: INodeProperties): string {
	const { default: preset } = property;
	if (typeof preset === 'boolean') return preset ? 'on' : 'off';
	const labels = new Map(choicesOf(property).map(({ name, value }) => [value, name]));
	const values = Array.isArray(preset) ? preset : [preset];
	return values
		.filter((value) => typeof value !== 'object' && value !== '')
		.map((value) => {
			const label = labels.get(value as string);
			return label === undefined ? `\`${String(value)}\`` : `_${label}_`;
		})
		.join(', ');
}

/** A longer list of choices gets a table of its own. */
const LISTED_CHOICES = 6;

const TAKES: Partial<Record<NodePropertyTypes, (property: INodeProperties) => string>> = {
	boolean: () => 'on or off',
	collection: () => 'see below',
	dateTime: () => 'a date',
	fixedCollection: () => 'see below',
	multiOptions: (property) => {
		const choices = choicesOf(property);
		return choices.length === 0 || choices.length > LISTED_CHOICES
			? 'one or more from the list'
			: ['one or more of', ...choices.map(describeChoice)].join('\n');
	},
	number: ({ typeOptions: { minValue, maxValue, numberPrecision } = {} }) =>
		`a ${numberPrecision === 0 ? 'whole ' : ''}number from ${digits(minValue)} to ${digits(maxValue)}`,
	options: (property) => choicesOf(property).map(describeChoice).join('\n'),
	resourceMapper: () => 'a field or text for each column',
};

function takes(property: INodeProperties): string {
	return TAKES[property.type]?.(property) ?? 'text';
}

function describeChoice({ name, value, description }: INodePropertyOptions): string {
	return `_${name}_ (\`${String(value)}\`)${description ? `: ${plainText(description)}` : ''}`;
}

function digits(number?: number): string {
	return number?.toLocaleString('en-US') ?? '';
}

/** The labels of the operations for which a field is shown, where it is not shown for all. */
function operationsOf({ displayOptions }: INodeProperties): string {
	const show = displayOptions?.show ?? {};
	const values = show.operation ?? show['/operation'] ?? [];
	const conditions = Array.isArray(values) ? values.map(String).map(toLabel) : [];
	if (show.rowSource) conditions.push('_Row Source_ = _File_');
	return conditions.join(', ');
}

/** `importPolicies` is shown as `Import Policies`. */
function toLabel(value: string): string {
	return value.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase());
}

function plainText(html: string): string {
	return html.replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g, '[$2]($1)').replace(/[<>*_]/g, '\\$&');
}
