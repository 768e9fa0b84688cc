import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { RefusalReason } from './refusals';
import { REFUSALS } from './refusals';

/**
 * Answers a call that must not start the workflow, and says why in one log line. The caller is told no more
 * than the status: anybody can send such calls. Throwing instead would store a failed execution for each.
 */
export function refuseCall(
	context: IWebhookFunctions,
	reason: RefusalReason,
): IWebhookResponseData {
	const { status, explanation } = REFUSALS[reason];
	const { id, name } = context.getWorkflow();
	context.logger.warn(
		`"${context.getNode().name}" in workflow "${name}" (${id}) answered a call with ${status}: ${explanation}.`,
	);
	context
		.getResponseObject()
		.status(status)
		.json({ message: status === 401 ? 'Unauthorized' : 'Bad Request' });
	return { noWebhookResponse: true };
}
