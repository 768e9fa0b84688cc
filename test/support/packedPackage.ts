/** The tarball that `test/support/pack.setup.ts` has made for this run. */
export function packedPackage(): string {
	const tarball = process.env.KASKO_TARBALL;
	if (tarball === undefined) throw new Error('Only end-to-end tests have a packed package.');
	return tarball;
}
