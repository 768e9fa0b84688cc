import { makeSbom } from './release/makeSbom';

/** `npm run sbom`: prints the bill of materials of a release. */
makeSbom().then(
	(sbom) => process.stdout.write(sbom),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
