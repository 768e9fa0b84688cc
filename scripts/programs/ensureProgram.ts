import { existsSync } from 'node:fs';

import { run } from './run';
import { withProgress } from './withProgress';

/** Fresh lists of packages, got once. */
let updated: Promise<unknown> | undefined;

/**
 * Makes sure that a program which the tests need is there: one of `paths`. Installs `debianPackage` if it may.
 * @throws Error that says what to install.
 */
export async function ensureProgram(paths: string[], debianPackage: string): Promise<void> {
	const isThere = () => paths.some((path) => existsSync(path));
	if (isThere()) return;
	const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	if (mayInstall) {
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await withProgress(`Installing the system's package ${debianPackage}`, async () => {
			updated ??= run('apt-get', ['update', '-qq'], { env });
			await updated;
			await run('apt-get', ['install', '-qq', '--no-install-recommends', debianPackage], { env });
		});
	}
	if (!isThere()) {
		throw new Error(
			`The tests need ${debianPackage}, at ${paths.join(' or ')}. Install it and run npm test again.`,
		);
	}
}
