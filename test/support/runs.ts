/** How often a property is tried; when it is fuzzed, as often as there is time. */
export const runs = (usual: number): { numRuns?: number } =>
	process.env.FUZZING ? {} : { numRuns: usual };
