import type { Finding } from '../finding';

/** A file that can't be read to its end: half a file is none, so none of its rows may be sent. */
export class BrokenFileError extends Error {
	constructor(
		/** The index of the n8n item that holds it. */
		readonly item: number,
		readonly finding: Finding,
	) {
		super(finding.message);
	}
}
