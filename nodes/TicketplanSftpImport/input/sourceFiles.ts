import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import { shown } from '../../shared/text';
import { compilePlainExpression } from '../../shared/plainExpression';
import type { Evaluate, MappedColumn } from '../rows/Mapping';
import type { SourceFile } from '../rows/readFile';

/** What stands for the n8n item in an expression; for a file, that would be the file and not its line. */
const ITEM_REFERENCE = /\$(?:json|data|input|item|itemIndex|position|binary)\b/;

/** The CSV files of the input, one for each item. */
export function openSourceFiles(context: IExecuteFunctions): SourceFile[] {
	return context.getInputData().map(({ binary }, item) => ({
		item,
		open: async () => {
			const property = String(context.getNodeParameter('binaryPropertyName', item, 'data')).trim();
			const files = new Map(Object.entries(binary ?? {}));
			const file = files.get(property);
			if (!file) {
				const [other] = files.keys();
				throw new KaskoError(
					`Item ${item + 1} of the input has no file in '${shown(property)}'`,
					other === undefined
						? "Set 'Input Binary Field' to the field that holds the CSV file."
						: `Set 'Input Binary Field' to the field that holds the CSV file, such as '${shown(other)}'.`,
				);
			}
			return file.id === undefined
				? Readable.from([await context.helpers.getBinaryDataBuffer(item, property)])
				: await context.helpers.getBinaryStream(file.id);
		},
	}));
}

/**
 * Evaluates what the node can't resolve itself, once for each file.
 * @throws KaskoError when a column is mapped to an expression that would have to be evaluated for each line: n8n
 * evaluates for items only.
 */
export function fileEvaluator(
	context: IExecuteFunctions,
	mapped: readonly MappedColumn[],
): Evaluate {
	for (const { name, raw } of mapped) {
		if (!compilePlainExpression(raw)) refuseItemReference(name, raw);
	}
	const values = new Map<string, unknown>();
	return ({ name, raw, parameter }, item) => {
		refuseItemReference(name, raw);
		const place = `${item} ${parameter}`;
		if (!values.has(place)) {
			const options = { skipValidation: true };
			values.set(place, context.getNodeParameter(parameter, item, undefined, options));
		}
		return values.get(place);
	};
}

function refuseItemReference(name: string, raw: unknown): void {
	if (!ITEM_REFERENCE.test(String(raw))) return;
	throw new KaskoError(
		`The expression for '${name}' is too complex for rows from a file`,
		'Use plain references to the names in the first line of the file, e.g. {{ $json["Order Number"] }}, with text around them if need be. A name that holds a backslash, {{ or }} can\'t be referred to: rename it in the file.',
	);
}
