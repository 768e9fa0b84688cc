/**
 * `npm run test:scale` sets it: `long`, or with `--short` the same tests with the small numbers that all tests together use.
 * Either writes its figures down; without, nothing is written.
 */
const form = process.env.KASKO_SCALE;

export const writesFigures = form !== undefined;

/** `residentNoise`: after a minute of work a process of n8n has not yet taken all the memory that it keeps from then on. */
export const SIZES =
	form === 'long'
		? {
				rounds: 10,
				pushes: 500,
				twice: 100,
				rowsPerImport: 200,
				kills: 3,
				crashStride: 1,
				soakSeconds: 600,
				residentNoise: 150,
			}
		: {
				rounds: 2,
				pushes: 100,
				twice: 50,
				rowsPerImport: 20,
				kills: 1,
				crashStride: 6,
				soakSeconds: 60,
				residentNoise: 300,
			};
