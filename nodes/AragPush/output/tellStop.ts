import type { IExecuteFunctions } from 'n8n-workflow';

import { nameRun, quietly } from '../../shared/tell';
import type { Outcome } from '../server/outcome';
import { describeStop } from './messages';

/**
 * When a user stops an execution, or n8n's time limit does, n8n saves no output, not even that of nodes that were done. Only
 * the log is left then to tell what a run has bought: at once if the run was stopped, else when its execution is.
 */
export function tellIfStopped(context: IExecuteFunctions, outcomes: readonly Outcome[]): void {
	quietly(() => {
		const signal = context.getExecutionCancelSignal();
		const { logger } = context;
		const name = nameRun(context);
		const tell = () => {
			const line = describeStop(outcomes);
			if (line) quietly(() => logger.warn(`${name}: ${line}`));
		};
		if (signal?.aborted) tell();
		else signal?.addEventListener('abort', tell, { once: true });
	});
}
