// Runs before `npm test` and `npm run demo`: a fresh clone has no node_modules yet, so only Node's own modules here.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
	console.log('Installing the development packages (npm ci) …');
	const { status } = spawnSync(
		'npm',
		['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{
			stdio: 'inherit',
			shell: process.platform === 'win32',
		},
	);
	process.exit(status ?? 1);
}
