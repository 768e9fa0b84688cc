import type { IExecuteFunctions } from 'n8n-workflow';

import { tellIfStopped } from '../../../nodes/AragPush/output/tellStop';
import type { Outcome } from '../../../nodes/AragPush/server/outcome';
import { unknownOutcome } from '../../../nodes/AragPush/server/outcome';
import { strictContext } from '../../support/strictContext';

const created = (reference: string): Outcome => ({ status: 'created', reference, requestId: '' });
const again = (reference: string): Outcome => ({
	status: 'alreadyPushed',
	reference,
	requestId: '',
});
const doubt: Outcome = { status: 'failed', error: unknownOutcome('it broke') };

/** The lines that runs with these outcomes leave, and the way to stop their execution. */
function execution() {
	const stop = new AbortController();
	const log: string[] = [];
	const context = strictContext<IExecuteFunctions>({
		getExecutionCancelSignal: () => stop.signal,
		getWorkflow: () => ({ name: 'CRM' }),
		getNode: () => ({ name: 'ARAG Push' }),
		getExecutionId: () => '7',
		logger: { warn: (line: string) => log.push(line) },
	});
	return { log, stop: () => stop.abort(), end: (run: Outcome[]) => tellIfStopped(context, run) };
}

const NAME = "The node 'ARAG Push' in workflow 'CRM', execution 7: The execution was stopped.";

it('tells at once what a run that was stopped has bought', () => {
	const { log, stop, end } = execution();
	stop();
	end([created('a'), doubt, again('b'), again('')]);
	expect(log).toEqual([
		`${NAME} Bought before that: Item 1: a, Item 3: b. With an unknown outcome, look in KASKO: Item 2`,
	]);
});

it('tells what each run has bought when the execution is stopped after it, and never else', () => {
	const { log, stop, end } = execution();
	end([created('a')]);
	end([doubt]);
	end([{ status: 'valid' }]);
	expect(log).toEqual([]);
	stop();
	expect(log).toEqual([
		`${NAME} Bought before that: Item 1: a. With an unknown outcome, look in KASKO: none`,
		`${NAME} Bought before that: nothing. With an unknown outcome, look in KASKO: Item 1`,
	]);
});

it('fails nobody where n8n tells of no stop', () => {
	expect(() => tellIfStopped(strictContext<IExecuteFunctions>({}), [created('a')])).not.toThrow();
});
