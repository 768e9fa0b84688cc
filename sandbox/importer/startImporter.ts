import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MemoryFiles } from '../sftp/MemoryFiles';
import type { Environment, Sources } from '../types';
import type { Row } from './checkRow';
import { checkRow } from './checkRow';
import type { ImportedFile, ImportedPolicy, RefusedRow } from './imports';
import { sortRows } from './sortRows';

const PROCESSED = 'imports_processed';
const ENVIRONMENTS: Environment[] = ['test', 'live'];

/** The one integration of the account: that of KASKO's example file. */
const INTEGRATION = 'in_41c2f22d51612f04ee2c48eca3dc0';

export interface ImporterOptions extends Sources {
	files: MemoryFiles;
	folder?: string;
	/** The values of `integration_id` that this account has. */
	integrations?: string[];
	/** Import as soon as a file is complete, not only when `run` is called. */
	watch?: boolean;
	/** With `watch`: how long a complete file waits. */
	delayMs?: number;
	onPolicy?: (policy: ImportedPolicy) => unknown;
	onRefused?: (row: RefusedRow) => unknown;
	onImported?: (file: ImportedFile) => void;
}

export type { ImportedFile, ImportedPolicy, RefusedRow };

export type Importer = ReturnType<typeof startImporter>;

/** Starts the import of complete `.csv` files from `test` and `live`. */
export function startImporter(options: ImporterOptions) {
	const { files, folder = '', watch = false, delayMs = 0, integrations = [INTEGRATION] } = options;
	const { now = () => new Date(), newId = randomUUID } = options;
	const policies: ImportedPolicy[] = [];
	const refused: RefusedRow[] = [];
	const imported: ImportedFile[] = [];
	const known = { test: new Set<string>(), live: new Set<string>() };
	const stopping = new AbortController();
	let refuseWhen: (values: Row) => string | undefined = () => undefined;
	let queue: Promise<unknown> = Promise.resolve();

	const at = (...names: string[]) => posix.join('/', folder, ...names);

	const judge = (values: Row) => {
		const problem = checkRow(values) ?? refuseWhen(values);
		if (problem !== undefined || integrations.includes(values.integration_id ?? '')) return problem;
		return `Bad Request: Unknown integration '${values.integration_id}'.`;
	};

	const isComplete = (path: string) => path.endsWith('.csv') && files.find(path)?.handles === 0;

	const importFile = async (environment: Environment, file: string): Promise<ImportedFile> => {
		const path = at(environment, file);
		const outcomes = sortRows(files.read(path), known[environment], judge);
		for (const outcome of outcomes) {
			const { row, values, idempotencyKey } = outcome;
			const origin = { livemode: environment === 'live', idempotencyKey, file, row, values };
			if (outcome.kind === 'policy') {
				const policy: ImportedPolicy = {
					...origin,
					reference: newId(),
					createdAt: now(),
					firstName: values['policy.first_name'] ?? '',
					lastName: values['policy.last_name'] ?? '',
					email: values['policy.email'] ?? '',
					startDate: values['quote.data.policy_start_date'] ?? '',
				};
				policies.push(policy);
				await options.onPolicy?.(policy);
			} else if (outcome.kind === 'refused') {
				const report = { ...origin, errorMessage: outcome.errorMessage };
				refused.push(report);
				await options.onRefused?.(report);
			}
		}
		const count = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length;
		const result: ImportedFile = {
			file,
			environment,
			movedTo: move(path),
			policies: count('policy'),
			duplicates: count('duplicate'),
			refused: count('refused'),
		};
		imported.push(result);
		options.onImported?.(result);
		return result;
	};

	const move = (path: string): string => {
		files.makeFolders(at(PROCESSED));
		const { name, ext } = posix.parse(path);
		let target = at(PROCESSED, name + ext);
		for (let n = 2; files.find(target); n++) target = at(PROCESSED, `${name}-${n}${ext}`);
		files.rename(path, target);
		return target;
	};

	const importAll = async () => {
		const results: ImportedFile[] = [];
		for (const environment of ENVIRONMENTS) {
			const names = files.find(at(environment)) ? files.list(at(environment)) : [];
			for (const name of names.filter((file) => isComplete(at(environment, file)))) {
				results.push(await importFile(environment, name));
			}
		}
		return results;
	};

	/** Imports all files that are complete now; resolves when their webhooks are answered and they are moved. */
	const run = async (): Promise<ImportedFile[]> => {
		const mine = queue.then(importAll);
		queue = mine.catch(() => {});
		return await mine;
	};

	const onChange = (path: string) => {
		if (!isComplete(path) || path.startsWith(at(PROCESSED))) return;
		void sleep(delayMs, undefined, { signal: stopping.signal }).then(run, () => []);
	};
	if (watch) files.on('change', onChange);

	return {
		policies,
		refused,
		imported,
		run,
		/** Refuses each row for which the function gives an error message, until `reset`. */
		refuseWhen(judgeRow: (values: Row) => string | undefined) {
			refuseWhen = judgeRow;
		},
		/** Forgets policies, known keys and `refuseWhen`; the files stay. */
		reset() {
			for (const list of [policies, refused, imported]) list.length = 0;
			for (const environment of ENVIRONMENTS) known[environment].clear();
			refuseWhen = () => undefined;
		},
		async stop() {
			files.off('change', onChange);
			stopping.abort();
			await queue;
		},
	};
}
