const project = (name, options = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	// Each n8n has a package.json with the same name.
	modulePathIgnorePatterns: ['/scripts/n8n/[\\d.]+/'],
	transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	...options,
});

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		project('unit'),
		project('integration'),
		project('e2e', { globalSetup: '<rootDir>/test/e2e/pack.setup.ts' }),
	],
	testTimeout: 30_000,
};
