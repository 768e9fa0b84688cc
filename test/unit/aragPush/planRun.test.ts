import { planRun } from '../../../nodes/AragPush/request/planRun';
import type { PolicyRequest } from '../../../nodes/AragPush/request/policyKey';

const request = (name: string): PolicyRequest => ({ variant_id: 'v', input: { name } });
const REQUESTS = [request('a'), undefined, request('b'), request('a'), request('a')];
const PLACE = { url: 'https://x/', livemode: false };

it('buys equal items once', () => {
	const tasks = planRun(REQUESTS, { ...PLACE, buyRepeats: false });
	expect(tasks.map(({ item, repeats }) => ({ item, repeats }))).toEqual([
		{ item: 0, repeats: [3, 4] },
		{ item: 2, repeats: [] },
	]);
});

it('buys each of equal items when told to, under keys that stay the same', () => {
	const tasks = planRun(REQUESTS, { ...PLACE, buyRepeats: true });
	expect(tasks.map(({ item, repeats }) => ({ item, repeats }))).toEqual(
		[0, 2, 3, 4].map((item) => ({ item, repeats: [] })),
	);
	expect(new Set(tasks.map(({ key }) => key)).size).toBe(4);
	expect(planRun(REQUESTS, { ...PLACE, buyRepeats: true })).toEqual(tasks);
});

it('gives the first of equal items the same key in both ways', () => {
	const [once] = planRun(REQUESTS, { ...PLACE, buyRepeats: false });
	const [each] = planRun(REQUESTS, { ...PLACE, buyRepeats: true });
	expect(each?.key).toBe(once?.key);
});
