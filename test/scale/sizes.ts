/**
 * `npm run test:scale` sets it: `long`, or with `--short` the same tests with the small numbers that all tests together use.
 * Either writes its figures down; without, nothing is written.
 */
const form = process.env.KASKO_SCALE;

export const writesFigures = form !== undefined;

export const SIZES =
	form === 'long'
		? { rounds: 10, pushes: 500, rowsPerImport: 200, kills: 3, crashStride: 1, soakSeconds: 600 }
		: { rounds: 2, pushes: 100, rowsPerImport: 20, kills: 1, crashStride: 6, soakSeconds: 60 };
