import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

import { BROWSERS } from './browsers';

/** Without these, the browser looks for its maker's servers. */
const QUIET = [
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-quic',
	'--disable-sync',
	'--no-first-run',
];

/** Starts the real browser, without a window. */
export async function launchBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: BROWSERS.find((path) => existsSync(path)),
		args: ['--no-sandbox', '--disable-gpu', ...QUIET],
	});
}
