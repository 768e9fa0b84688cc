/** `Math.random` gives the same numbers in each run of the test, until jest restores it. */
export function makeUpRandom(): void {
	let state = 1;
	const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
	jest.spyOn(Math, 'random').mockImplementation(random);
}
