import type { Environment, Policy } from '../types';
import type { Row } from './checkRow';

/** Where a row came from. */
export interface Origin {
	livemode: boolean;
	idempotencyKey: string;
	file: string;
	/** Number of the row in its file, from 1, without the header. */
	row: number;
	values: Row;
}

export interface ImportedPolicy extends Policy, Origin {}

/** A row that could not become a policy. */
export interface RefusedRow extends Origin {
	errorMessage: string;
}

export interface ImportedFile {
	file: string;
	environment: Environment;
	/** Its path after the import. */
	movedTo: string;
	policies: number;
	/** Rows whose key was known already. */
	duplicates: number;
	refused: number;
}
