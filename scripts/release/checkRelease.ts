/**
 * Why a tag must not be published; nothing if it may be.
 * @param tag Of git, e.g. `v0.2.0`.
 * @param version Of package.json.
 */
export function checkRelease(tag: string, version: string, changelog: string): string[] {
	const problems: string[] = [];
	if (tag !== `v${version}`) {
		problems.push(`The tag is ${tag}, but package.json has the version ${version}.`);
	}
	const [, newest] = /^## (.*)$/m.exec(changelog) ?? [];
	if (newest?.split(/\s/)[0] !== version) {
		problems.push(`CHANGELOG.md begins with '${newest ?? ''}', not with ${version}.`);
	}
	return problems;
}
