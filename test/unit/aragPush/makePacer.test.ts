import { makePacer } from '../../../nodes/AragPush/server/makePacer';

beforeEach(() => jest.useFakeTimers({ now: 1000 }));
afterEach(() => jest.useRealTimers());

const turns = async (intervalMs: number, count: number) => {
	const pauses: number[] = [];
	const takeTurn = makePacer(intervalMs, async (ms) => pauses.push(ms));
	for (let turn = 0; turn < count; turn++) await takeTurn();
	return pauses;
};

it('lets the first one go and holds each further one an interval longer', async () => {
	expect(await turns(200, 4)).toEqual([200, 400, 600]);
});

it('holds nobody without an interval', async () => {
	expect(await turns(0, 4)).toEqual([]);
});

it('does not save up turns that nobody took', async () => {
	const pauses: number[] = [];
	const takeTurn = makePacer(200, async (ms) => pauses.push(ms));
	await takeTurn();
	jest.advanceTimersByTime(10_000);
	await takeTurn();
	await takeTurn();
	expect(pauses).toEqual([200]);
});
