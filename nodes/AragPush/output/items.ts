import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { toFailedItem } from '../../shared/errors';
import type { Finding } from '../check/finding';
import type { Outcome } from '../server/outcome';
import { nameRequest } from './messages';

/**
 * The output of one item, paired with its input. A successful one has no key `error`: n8n would take it as failed.
 * @param input The fields of the input item without `error`, for an output that is to hold them, too; ours win.
 */
export function toOutputItem(
	outcome: Outcome,
	livemode: boolean,
	item: number,
	warnings: readonly Finding[] = [],
	input: IDataObject = {},
): INodeExecutionData {
	if (outcome.status === 'failed') return toFailedItem(nameRequest(outcome.error), item);
	const { reference, requestId } =
		outcome.status === 'valid' ? { reference: '', requestId: '' } : outcome;
	return {
		json: {
			...input,
			status: outcome.status,
			reference,
			livemode,
			requestId,
			...(warnings.length > 0 && { warnings: warnings.map((warning) => ({ ...warning })) }),
		},
		pairedItem: { item },
	};
}
