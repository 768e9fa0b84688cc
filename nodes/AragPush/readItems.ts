import type { IExecuteFunctions } from 'n8n-workflow';

import { checkItem } from './checkItem';
import { PUSH_FIELDS } from './fields';
import type { CheckedItem } from './types';

const PARAMETERS = [...PUSH_FIELDS.map(({ parameter }) => parameter), 'additionalFields'];

/** Reads and checks the parameters of every item; one that n8n cannot resolve is a finding of its item. */
export function readItems(context: IExecuteFunctions): CheckedItem[] {
	return context.getInputData().map((_, item) => {
		const values: Record<string, unknown> = {};
		for (const parameter of PARAMETERS) {
			try {
				values[parameter] = context.getNodeParameter(parameter, item, '');
			} catch (error) {
				const reason = error instanceof Error ? error.message : String(error);
				return {
					findings: [
						{
							field: parameter,
							message: `The expression in '${parameter}' has no result: ${reason}`,
						},
					],
				};
			}
		}
		return checkItem(values);
	});
}
