import { readFileSync } from 'node:fs';

import fc from 'fast-check';

/** For a run that has begun when the time is over, on a slow machine. */
const GRACE_SECONDS = 60;

const { testPath = '' } = expect.getState();
const properties = readFileSync(testPath, 'utf8').split('fc.assert(').length - 1;
const seconds = Number(process.env.FUZZ_SECONDS) / properties;

process.env.FUZZING = 'yes';
fc.configureGlobal({
	seed: Number(process.env.FUZZ_SEED),
	numRuns: Number.MAX_SAFE_INTEGER,
	interruptAfterTimeLimit: seconds * 1000,
});
jest.setTimeout((seconds + GRACE_SECONDS) * 1000);
