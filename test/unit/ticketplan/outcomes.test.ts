import { KaskoError } from '../../../nodes/shared/KaskoError';
import {
	failedRunError,
	whatRunningAgainDoes,
	withAdvice,
	type RunFacts,
} from '../../../nodes/TicketplanSftpImport/output/outcomes';
import type {
	Submission,
	SubmitResult,
} from '../../../nodes/TicketplanSftpImport/server/submission';

const KEYS = ['derived', 'random', 'own'] as const;
const ALL: RunFacts[] = KEYS.flatMap((keys) =>
	[false, true].flatMap((resubmit) =>
		[false, true].map((hasOwnName) => ({ keys, resubmit, hasOwnName })),
	),
);
const failure = (file: string, status: string, step: string, why?: string): SubmitResult => ({
	error: new KaskoError(
		why ? `'${file}' was not submitted: ${why}` : `About '${file}'`,
		`Advice for '${file}'.`,
		{ status, step, file },
	),
});
const success = (file: string, status: Submission['status'] = 'submitted'): SubmitResult => ({
	submission: {
		...{ status, file, path: `test/${file}`, environment: 'test' },
		...{ rows: 1, bytes: 1, sha256: '' },
	},
});

describe('what running again does', () => {
	it.each(ALL)('promises nothing that the settings break: %j', (facts) => {
		const text = whatRunningAgainDoes(facts);
		const isSafe = facts.keys !== 'random' && !facts.resubmit && !facts.hasOwnName;
		expect(/will not/.test(text)).toBe(isSafe);
		expect(/again/.test(text)).toBe(true);
		if (facts.keys === 'random') expect(text).toContain('new random keys');
		else if (facts.resubmit) expect(text).toContain("'Send Again' is on");
		else if (facts.hasOwnName) expect(text).toContain('file name');
		else if (facts.keys === 'own') expect(text).toContain('the same keys');
	});
});

describe('the error of a run', () => {
	it.each(ALL)('lists every file, those in doubt first: %j', (facts) => {
		const error = failedRunError(
			[
				success('a.csv'),
				failure('b.csv', 'notSubmitted', 'upload'),
				failure('c.csv', 'unknown', 'rename'),
				success('d.csv'),
			],
			facts,
		);
		expect(error?.message).toBe('Of 4 files: 1 unknown, 1 not submitted, 2 submitted');
		const lines = error?.description.split('\n') ?? [];
		expect(lines.slice(1, -1)).toEqual([
			'Unknown:',
			"About 'c.csv'. Advice for 'c.csv'.",
			'Not submitted:',
			"About 'b.csv'. Advice for 'b.csv'.",
			'Submitted:',
			'a.csv',
			'd.csv',
		]);
		expect(lines[0]).toContain('Get Imports');
		expect(lines.at(-1)).toBe(whatRunningAgainDoes(facts));
		expect(error?.details).toMatchObject({ status: 'unknown', submitted: ['a.csv', 'd.csv'] });
	});

	it('tells each status by its name, and a reason once for all files in a row that have it', () => {
		const results = [
			success('a.csv', 'alreadySubmitted'),
			success('b.csv', 'processed'),
			failure('c.csv', 'notSubmitted', 'connect', 'No way to the server'),
			failure('d.csv', 'notSubmitted', 'connect', 'No way to the server'),
			failure('e.csv', 'notSubmitted', 'connect', 'No disk'),
			success('f.csv'),
		];
		const error = failedRunError(results, ALL[0]!);
		expect(error?.message).toBe(
			'Of 6 files: 3 not submitted, 1 submitted, 1 already submitted, 1 processed',
		);
		expect(error?.description.split('\n').slice(1, -1)).toEqual([
			'Not submitted:',
			"'c.csv' was not submitted: No way to the server. Advice for 'c.csv'.",
			"'d.csv' was not submitted, for the same reason.",
			"'e.csv' was not submitted: No disk. Advice for 'e.csv'.",
			'Submitted:',
			'f.csv',
			'Already submitted:',
			'a.csv',
			'Processed:',
			'b.csv',
		]);
	});

	it('is none when all were submitted', () => {
		expect(failedRunError([success('a.csv')], ALL[0]!)).toBeUndefined();
	});

	it.each(ALL)('of one file is its own, with what to do about a doubt: %j', (facts) => {
		const text = (status: string, step: string) =>
			failedRunError([failure('a.csv', status, step)], facts)?.description ?? '';
		expect(text('notSubmitted', 'rename')).toBe("Advice for 'a.csv'.");
		// A doubt from before anything was sent has its own advice: a file that is listed may be another one.
		expect(text('unknown', 'look')).toBe("Advice for 'a.csv'.");
		expect(text('unknown', 'rename')).toContain('Get Imports');
		expect(text('unknown', 'rename').includes('no proof')).toBe(facts.hasOwnName);
		expect(text('unknown', 'connect').includes('new random keys')).toBe(facts.keys === 'random');
	});

	it.each(ALL)(
		'of a file beside others that are submitted tells what a new run does: %j',
		(facts) => {
			const error = new KaskoError('About', 'Run the workflow again.', { status: 'notSubmitted' });
			expect(withAdvice(error, facts, true).description).toBe(
				`Run the workflow again. Other files are submitted. ${whatRunningAgainDoes(facts)}`,
			);
			expect(withAdvice(error, facts, false).description).toBe('Run the workflow again.');
		},
	);

	it('keeps the facts of a doubt', () => {
		const error = new KaskoError('About', 'Advice.', {
			status: 'unknown',
			step: 'rename',
			file: 'a',
		});
		expect(withAdvice(error, ALL[0]!).details).toEqual(error.details);
	});
});
