import { describeHints } from '../../../nodes/AragPush/output/hints';
import type { Outcome } from '../../../nodes/AragPush/server/outcome';

const created: Outcome = { status: 'created', reference: 'r', requestId: '' };

it.each([
	[1, '1 real policy was bought'],
	[2, '2 real policies were bought'],
])('says that real policies were bought (%i)', (count, text) => {
	const outcomes = Array.from({ length: count }, () => created);
	const [hint] = describeHints({ livemode: true, items: [], outcomes });
	expect(hint?.message).toContain(text);
});
