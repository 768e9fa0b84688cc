import { planRun } from '../../../nodes/AragPush/request/planRun';
import type { PolicyRequest } from '../../../nodes/AragPush/request/policyKey';

const request = (name: string): PolicyRequest => ({ variant_id: 'v', input: { name } });
const REQUESTS = [request('a'), undefined, request('b'), request('a'), request('a')];
const PLACE = { url: 'https://x/', livemode: false };

it('buys equal items once', () => {
	const tasks = planRun(REQUESTS, PLACE);
	expect(tasks.map(({ item, repeats }) => ({ item, repeats }))).toEqual([
		{ item: 0, repeats: [3, 4] },
		{ item: 2, repeats: [] },
	]);
	expect(tasks.every(({ key, content }) => key === content)).toBe(true);
});

it('buys each of equal items when told to, under keys that stay the same for the same run', () => {
	const tasks = planRun(REQUESTS, { ...PLACE, run: '0' });
	expect(tasks.map(({ item, repeats }) => ({ item, repeats }))).toEqual(
		[0, 2, 3, 4].map((item) => ({ item, repeats: [] })),
	);
	expect(planRun(REQUESTS, { ...PLACE, run: '0' })).toEqual(tasks);
	const later = planRun(REQUESTS, { ...PLACE, run: '1' });
	expect(new Set([...tasks, ...later].map(({ key }) => key)).size).toBe(8);
	expect(new Set([...tasks, ...later].map(({ content }) => content)).size).toBe(2);
});
