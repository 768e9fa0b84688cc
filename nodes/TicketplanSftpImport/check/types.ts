import type { Remark, Warn } from '../../shared/values/remark';
import type { Finding } from '../finding';
import type { DateFormat } from './dateFormats';

export interface CheckSettings {
	dateFormats: readonly DateFormat[];
	amounts: 'minor' | 'major';
	/** Of n8n, an IANA name; the process's own if undefined. */
	timeZone?: string;
}

/**
 * Gives a cell as KASKO wants it ('' for an empty one), or what is wrong with it. `warn` takes what is odd
 * but can be sent.
 */
export type CellCheck = (value: unknown, warn: (warning: Finding) => void) => string | Finding;

/** The same of one kind of cell, for any column. */
export type ValueCheck = (value: unknown, warn: Warn) => string | Remark;
