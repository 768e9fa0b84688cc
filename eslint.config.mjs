import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const communityNodes = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

/** Rooms that turn values into values: they know neither n8n nor a server. */
const PURE_ROOMS = ['check', 'columns', 'csv', 'files', 'request', 'rows'];

/** A wall: what the files of a room must not import. Types may pass, unless `typesToo`. */
const wall = (files, walls) => ({
	files,
	rules: {
		'@typescript-eslint/no-restricted-imports': [
			'error',
			{
				patterns: walls.map(({ from, why, typesToo = false }) => ({
					group: from,
					message: why,
					allowTypeImports: !typesToo,
				})),
			},
		],
	},
});

const N8N = {
	from: ['n8n-workflow', 'n8n-core'],
	why: 'n8n stays at both ends: input, output and operations.',
};
const SANDBOX = {
	from: ['**/sandbox/**', '**/scripts/**', '**/test/**'],
	why: 'A stand-in that shares code with the nodes agrees with their mistakes.',
	typesToo: true,
};
const ABOVE = (...rooms) => ({
	from: rooms.map((room) => `**/${room}/**`),
	why: 'Data flows one way: no step reaches back.',
});
const SSH = { from: ['**/shared/sftp/**', '**/sftp/**'], why: 'Only the server room knows SSH.' };

export default tseslint.config(
	globalIgnores(['dist', '.test-results']),
	{
		files: ['**/*.ts'],
		extends: [eslint.configs.recommended, tseslint.configs.recommended],
		languageOptions: { parserOptions: { project: './tsconfig.json' } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/no-unnecessary-type-assertion': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
		},
	},
	{
		files: ['**/*.{js,mjs}'],
		extends: [eslint.configs.recommended],
		languageOptions: {
			globals: {
				console: 'readonly',
				exports: 'writable',
				module: 'writable',
				process: 'readonly',
				require: 'readonly',
			},
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [communityNodes],
		rules: { 'no-console': 'error' },
	},
	{
		files: ['{nodes,credentials,sandbox,scripts,bench}/**/*.ts'],
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts'] })] },
		rules: { 'import-x/no-cycle': 'error' },
	},
	wall(['nodes/**/*.ts', 'credentials/**/*.ts'], [SANDBOX]),
	wall(
		PURE_ROOMS.map((room) => `nodes/*/${room}/**/*.ts`),
		[SANDBOX, N8N, SSH, ABOVE('operations', 'input', 'ledger', 'server', 'output')],
	),
	wall(['nodes/*/{ledger,server}/**/*.ts'], [SANDBOX, N8N, ABOVE('operations', 'input', 'output')]),
	wall(['nodes/*/{input,output}/**/*.ts'], [SANDBOX, ABOVE('operations')]),
	wall(
		['nodes/shared/**/*.ts'],
		[SANDBOX, ABOVE('AragPush', 'KaskoTrigger', 'TicketplanSftpImport')],
	),
	wall(
		['sandbox/**/*.ts'],
		[
			{
				from: ['**/nodes/**', '**/credentials/**'],
				why: 'A stand-in that shares code with the nodes agrees with their mistakes.',
				typesToo: true,
			},
		],
	),
	{
		// What n8n's package scanner allows, so that these two nodes can one day be a package that n8n verifies.
		files: ['nodes/{AragPush,KaskoTrigger}/**/*.ts', 'nodes/shared/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-imports': 'error',
			'@n8n/community-nodes/no-restricted-globals': 'error',
		},
	},
	{ plugins: { 'n8n-nodes-base': n8nNodesBase } },
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// n8n's newer plugin, above, asks for the opposite (NodeConnectionTypes); n8n's own set-up keeps the newer rule too.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// As above: this rule is for n8n's own repository, packages need a full URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['package.json'],
		extends: [communityNodes],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: {
			...n8nNodesBase.configs.community.rules,
			// The owner requires ssh2-sftp-client, csv-stringify and uuid: the package is for self-hosted n8n.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
);
