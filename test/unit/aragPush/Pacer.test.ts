import { Pacer } from '../../../nodes/AragPush/server/Pacer';

beforeEach(() => jest.useFakeTimers({ now: 1000 }));
afterEach(() => jest.useRealTimers());

/** A pacer whose pauses are over at once, on a clock that goes on by them. */
function startPacer(intervalMs: number) {
	const pauses: number[] = [];
	const pacer = new Pacer(intervalMs, async (ms) => {
		pauses.push(ms);
		jest.setSystemTime(Date.now() + ms);
	});
	return { pacer, pauses };
}

it('lets the first one go and holds each further one an interval longer', async () => {
	const pauses: number[] = [];
	const pacer = new Pacer(200, async (ms) => pauses.push(ms));
	for (let turn = 0; turn < 4; turn++) await pacer.takeTurn();
	expect(pauses).toEqual([200, 400, 600]);
});

it('holds nobody without an interval', async () => {
	const { pacer, pauses } = startPacer(0);
	for (let turn = 0; turn < 4; turn++) await pacer.takeTurn();
	expect(pauses).toEqual([]);
});

it('tells whether a turn is free', async () => {
	const { pacer } = startPacer(200);
	expect(pacer.isFree()).toBe(true);
	await pacer.takeTurn();
	expect(pacer.isFree()).toBe(false);
	jest.advanceTimersByTime(200);
	expect(pacer.isFree()).toBe(true);
	pacer.hold(500);
	expect(pacer.isFree()).toBe(false);
});

it('does not save up turns that nobody took', async () => {
	const { pacer, pauses } = startPacer(200);
	await pacer.takeTurn();
	jest.advanceTimersByTime(10_000);
	await pacer.takeTurn();
	await pacer.takeTurn();
	expect(pauses).toEqual([200]);
});

it('holds everybody when KASKO is busy, and goes on with wider turns', async () => {
	const { pacer, pauses } = startPacer(0);
	await pacer.takeTurn();
	pacer.hold(7000);
	await pacer.takeTurn();
	await pacer.takeTurn();
	expect(pauses).toEqual([7000, 50]);
});

it('takes the answers to requests that were on their way together for one', async () => {
	const { pacer, pauses } = startPacer(0);
	pacer.hold();
	pacer.hold();
	pacer.hold();
	await pacer.takeTurn();
	await pacer.takeTurn();
	expect(pauses).toEqual([250, 50]);
});

it('holds who is waiting already, too', async () => {
	const { pacer, pauses } = startPacer(200);
	await pacer.takeTurn();
	const waiting = pacer.takeTurn();
	pacer.hold(5000);
	await waiting;
	expect(pauses).toEqual([200, 5000]);
});

it.each([
	['at once when KASKO asks for more than a minute', 1, 61_000, 'asks to wait 61 seconds'],
	['after many holds in a row', 7, undefined, 'goes on asking to slow down'],
])('gives up %s', (_when, holds, ms, reason) => {
	const { pacer } = startPacer(0);
	for (let hold = 0; hold < holds; hold++) {
		expect(pacer.givenUp).toBeUndefined();
		pacer.hold(ms);
		jest.advanceTimersByTime(60_000);
	}
	expect(pacer.givenUp).toContain(reason);
});

it('begins to count anew when KASKO has answered', () => {
	const { pacer } = startPacer(0);
	for (let hold = 0; hold < 20; hold++) {
		pacer.hold();
		jest.advanceTimersByTime(60_000);
		pacer.resume();
	}
	expect(pacer.givenUp).toBeUndefined();
});

it('comes back to the pace that is set', async () => {
	const { pacer, pauses } = startPacer(10);
	pacer.hold(1000);
	for (let answer = 0; answer < 100; answer++) pacer.resume();
	await pacer.takeTurn();
	await pacer.takeTurn();
	expect(pauses).toEqual([1000, 10]);
});
