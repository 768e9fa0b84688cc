import { createHash } from 'node:crypto';
import type { Environment, ImportFile } from '../../nodes/TicketplanSftpImport/files/importFile';

/** A file as the CSV side makes it, given in parts of `partBytes`. */
export function makeImportFile(
	text: string,
	options: { environment?: Environment; partBytes?: number; name?: string } = {},
): ImportFile {
	const { environment = 'test', partBytes = 16_384 } = options;
	const content = Buffer.from(text);
	const sha256 = createHash('sha256').update(content).digest('hex');
	return {
		name: options.name ?? `ticketplan-${environment}-${sha256.slice(0, 12)}.csv`,
		rows: text.split('\n').length - 2,
		bytes: content.length,
		sha256,
		keysHash: sha256,
		async *content() {
			for (let at = 0; at < content.length; at += partBytes) {
				yield await Promise.resolve(content.subarray(at, at + partBytes));
			}
		},
	};
}
