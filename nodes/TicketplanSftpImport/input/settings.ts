import type { IExecuteFunctions } from 'n8n-workflow';

import { KaskoError } from '../../shared/KaskoError';
import { isExpression } from '../../shared/plainExpression';
import type { DateFormat } from '../check/dateFormats';
import { parseDateFormat } from '../check/dateFormats';
import type { RowSettings } from '../check/RowChecker';
import { DEFAULT_KEY_COLUMNS } from '../columns/columns';
import { findColumn, otherColumn } from '../columns/findColumn';
import type { FileOptions } from '../files/planFiles';
import { readRaw } from './mappedColumns';
import { readSeed } from './rememberSeed';
import type { Environment } from '../files/importFile';

export type Settings = Omit<RowSettings, 'keyMapping'> & Omit<FileOptions, 'maxListedRows'>;

/**
 * What the user has set for the run as a whole. Expressions in it are evaluated once, for the first item.
 * @throws KaskoError when a setting makes no sense.
 */
export function readSettings(context: IExecuteFunctions): Settings {
	return {
		environment: readEnvironment(context),
		keyColumns: readKeyColumns(context),
		randomSeed:
			readOption<string>(context, 'idempotencyKeys', 'derived') === 'random'
				? readSeed(context)
				: undefined,
		dateFormats: toList(readOption<unknown>(context, 'dateFormats', [])).map(toDateFormat),
		timeZone: context.getTimezone(),
		amounts: readOption<string>(context, 'amounts', 'minor') === 'major' ? 'major' : 'minor',
		fileName: toFileName(String(readOption<unknown>(context, 'fileName', '') ?? '')),
		maxRowsPerFile: Math.max(0, Math.floor(Number(readOption(context, 'maxRowsPerFile', 0)) || 0)),
	};
}

/** One option; only its own expression is evaluated, as those of the additional columns belong to the rows. */
export function readOption<T>(context: IExecuteFunctions, name: string, fallback: T): T {
	const raw = readRaw(context, 'options')[name];
	if (raw === undefined) return fallback;
	if (!isExpression(raw)) return raw as T;
	return context.getNodeParameter(`options.${name}`, 0, fallback) as T;
}

export function readEnvironment(context: IExecuteFunctions): Environment {
	const environment: unknown = context.getNodeParameter('environment', 0, 'test');
	if (environment === 'test' || environment === 'live') return environment;
	throw new KaskoError(
		`'${String(environment)}' is not an environment`,
		"Set 'Environment' to test or live.",
	);
}

function readKeyColumns(context: IExecuteFunctions): string[] {
	const names = toList(context.getNodeParameter('keyFields', 0, [...DEFAULT_KEY_COLUMNS]));
	const unknown = names.find((name) => !findColumn(name) && !otherColumn(name));
	if (unknown === undefined) return names;
	throw new KaskoError(
		`'${unknown}' in 'Key Columns' is not a column of KASKO's file`,
		"Choose the columns from the list of 'Key Columns'.",
	);
}

function toDateFormat(format: string): DateFormat {
	const parsed = parseDateFormat(format);
	if (parsed) return parsed;
	throw new KaskoError(
		`'${format}' in 'Date Formats' is not a date format`,
		'Write it with YYYY, MM and DD, e.g. DD/MM/YYYY.',
	);
}

function toFileName(text: string): string {
	const name = text.trim();
	if (!/[/\\\p{Cc}]/u.test(name) && !name.startsWith('.')) return name;
	throw new KaskoError(
		`'${name.slice(0, 80)}' is not a file name`,
		"Give 'File Name' without a folder and without a dot at the front, or leave it empty.",
	);
}

function toList(value: unknown): string[] {
	const values: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(/[,;]/);
	return values.map((entry) => String(entry).trim()).filter(Boolean);
}
