import type { N8nSession } from '../scripts/n8n/connectToN8n';
import type { N8n } from '../scripts/n8n/startN8n';

/** What every part of the benchmark works with. */
export interface Bench {
	n8n: N8n;
	/** Logs in again after `restartN8n`. */
	session: N8nSession;
	/** Ends n8n and starts it on the same data, so that its memory holds nothing of earlier runs. */
	restartN8n(): Promise<void>;
	/** The Node that runs n8n. */
	node: string;
	/** n8n's SQLite file. */
	database: string;
	/** Scratch space that n8n may read. */
	folder: string;
	/** Small sizes, to see that all of it works. */
	quick: boolean;
}
