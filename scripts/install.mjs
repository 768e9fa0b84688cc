// Runs before `npm test` and `npm run demo`: a fresh clone has no node_modules yet, so only Node's own modules here.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
	// Not `npm ci`: it refuses the lock file, because some registries lack packages for other platforms.
	console.log('Installing the development packages (npm install) …');
	const { status } = spawnSync(
		'npm',
		['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{
			stdio: 'inherit',
			shell: process.platform === 'win32',
		},
	);
	process.exit(status ?? 1);
}
