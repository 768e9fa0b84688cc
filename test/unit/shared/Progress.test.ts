import { Progress } from '../../../nodes/shared/Progress';

/** Progress whose clock stands at what `at` says. */
function start(log: (line: string) => void) {
	const clock = { seconds: 100 };
	const progress = new Progress(log, () => clock.seconds * 1000);
	const at = (seconds: number) => {
		clock.seconds = 100 + seconds;
		return progress;
	};
	return at;
}

it('says nothing of short work', () => {
	const describe = jest.fn(() => 'so far');
	const lines: string[] = [];
	const at = start((line) => lines.push(line));
	for (const seconds of [0, 1, 4.999]) at(seconds).tell(describe);
	expect(lines).toEqual([]);
	expect(describe).not.toHaveBeenCalled();
	expect(at(4.999).summary('7 rows')).toEqual([]);
});

it('says every five seconds how far long work is, and what it came to', () => {
	const lines: string[] = [];
	const at = start((line) => lines.push(line));
	for (const seconds of [1, 5, 6, 9.9, 11, 15, 16, 40]) {
		at(seconds).tell(() => `at ${seconds}`);
	}
	expect(lines).toEqual(['at 5', 'at 11', 'at 16', 'at 40']);
	expect(at(41.4).summary('7 rows checked')).toEqual([
		{ type: 'info', message: 'This run took 41 s: 7 rows checked.' },
	]);
});

it('goes on when nothing can be said', () => {
	const at = start(() => {
		throw new Error('The log is full');
	});
	expect(() => at(5).tell(() => 'so far')).not.toThrow();
	expect(() =>
		at(10).tell(() => {
			throw new Error('No figures');
		}),
	).not.toThrow();
});
