export interface Manifest {
	version: string;
	author: { email: string };
	repository: { url: string };
}

/**
 * Why a tag must not be published; nothing if it may be.
 * @param tag Of git, e.g. `v0.2.0`.
 * @param repository The one on GitHub that publishes, `owner/name`.
 */
export function checkRelease(
	tag: string,
	{ version, author, repository: { url } }: Manifest,
	changelog: string,
	repository: string,
): string[] {
	const problems: string[] = [];
	if (tag !== `v${version}`) {
		problems.push(`The tag is ${tag}, but package.json has the version ${version}.`);
	}
	const [, newest] = /^## (.*)$/m.exec(changelog) ?? [];
	if (newest?.split(/\s/)[0] !== version) {
		problems.push(`CHANGELOG.md begins with '${newest ?? ''}', not with ${version}.`);
	}
	if (author.email.endsWith('.example')) {
		problems.push(`The author's address in package.json is a placeholder: ${author.email}.`);
	}
	// npm takes no provenance for another repository.
	if (url !== `git+https://github.com/${repository}.git`) {
		problems.push(`package.json names the repository ${url}, but this is ${repository}.`);
	}
	return problems;
}
