const { readdirSync, readFileSync } = require('node:fs');
const { resolve } = require('node:path');

const project = (name, options = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	// Each n8n has a package.json with the same name.
	modulePathIgnorePatterns: ['/scripts/n8n/[\\d.]+/'],
	transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	...options,
});

/** The properties in each file of the unit tests are tried on ever new input for so long together. */
process.env.FUZZ_SECONDS ||= '60';
process.env.FUZZ_SEED ||= String(Math.floor(Math.random() * 2 ** 31));

const UNIT = resolve('test/unit');
const withProperties = readdirSync(UNIT, { recursive: true })
	.filter((name) => name.endsWith('.test.ts'))
	.filter((name) => readFileSync(resolve(UNIT, name), 'utf8').includes('fc.assert('))
	.map((name) => resolve(UNIT, name));

/** The package is built and packed before the first of these tests. */
const PACKED = { globalSetup: '<rootDir>/test/support/pack.setup.ts' };

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		project('unit'),
		project('integration'),
		project('fuzz', {
			testMatch: withProperties,
			globalSetup: '<rootDir>/test/fuzz/announce.ts',
			setupFilesAfterEnv: ['<rootDir>/test/fuzz/setup.ts'],
		}),
		project('e2e', PACKED),
		project('scale', PACKED),
		project('soak', PACKED),
	],
	testTimeout: 30_000,
};
