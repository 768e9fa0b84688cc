/** Where the browser for the editor's tests may be: Debian's Chromium, or the Chrome of GitHub's runners. */
export const BROWSERS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
];
