/** Says how to do the same once more. */
export default function announce(): void {
	const { FUZZ_SECONDS, FUZZ_SEED } = process.env;
	process.stderr.write(`Fuzzing: FUZZ_SECONDS=${FUZZ_SECONDS} FUZZ_SEED=${FUZZ_SEED}\n`);
}
