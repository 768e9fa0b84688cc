import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { logLine } from './log';

/** Why a call is refused: the status it is answered with, and the log's explanation for whoever runs n8n. */
const REFUSALS = {
	secretMissing: {
		status: 401,
		explanation:
			'this node has no webhook secret to check it with. Select a KASKO Webhook API credential, enter the secret from KASKO and publish the workflow again',
	},
	signatureMissing: {
		status: 401,
		explanation: 'it carries no X-KASKO-Signature header, so it does not come from KASKO',
	},
	signatureMalformed: {
		status: 401,
		explanation: 'its X-KASKO-Signature header is not "sha1=" followed by 40 hexadecimal digits',
	},
	bodyUnreadable: {
		status: 401,
		explanation:
			'its body could not be read as it was sent. KASKO sends JSON, never a form with files',
	},
	signatureWrong: {
		status: 401,
		explanation:
			'its signature does not fit its body. If it does come from KASKO, the secret in the credential is not the one of this webhook: compare it with the one KASKO gave you',
	},
	bodyNotJson: {
		status: 400,
		explanation:
			'its signature is right, but its body is not JSON. Ask techsupport@kasko.io about it',
	},
} as const;

export type RefusalReason = keyof typeof REFUSALS;

/**
 * Answers a call that must not start the workflow, and says why in one log line. The caller is told no more
 * than the status: anybody can send such calls. Throwing instead would store a failed execution for each.
 */
export function refuseCall(
	context: IWebhookFunctions,
	reason: RefusalReason,
): IWebhookResponseData {
	const { status, explanation } = REFUSALS[reason];
	logLine(context, `answered a call with ${status}: ${explanation}`);
	context
		.getResponseObject()
		.status(status)
		.json({ message: status === 401 ? 'Unauthorized' : 'Bad Request' });
	return { noWebhookResponse: true };
}
