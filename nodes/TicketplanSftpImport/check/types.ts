import type { Column } from '../columns/columns';
import type { DateFormat } from './dateFormats';
import type { Finding } from '../finding';

export interface CheckSettings {
	dateFormats: readonly DateFormat[];
	amounts: 'minor' | 'major';
}

/**
 * Gives a cell as KASKO wants it ('' for an empty one), or what is wrong with it. `warn` takes what is odd
 * but can be sent.
 */
export type CellCheck = (value: unknown, warn: (warning: Finding) => void) => string | Finding;

export type MakeCheck = (column: Column, settings: CheckSettings) => CellCheck;
