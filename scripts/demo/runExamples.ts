import type { ImportedFile } from '../../sandbox/importer/startImporter';
import { listExecutions, runWorkflow, waitForExecution, type Execution } from '../n8n/executions';
import type { ImportedWorkflow } from '../n8n/workflows';
import type { Demo } from './startDemo';
import { waitFor } from '../programs/waitFor';

const WEBHOOK_WITHIN_SECONDS = 30;

export interface ExampleRuns {
	push: Execution;
	orders: Execution;
	/** What the importer made of the files. */
	files: ImportedFile[];
	/** The execution that KASKO's report of the refused row started. */
	errors: Execution;
	/** What became of the orders, after all that. */
	reconcile: Execution;
}

/** Runs the examples as their user would, lets KASKO import the file, and waits for its report to arrive. */
export async function runExamples({ session, sandbox, workflows }: Demo): Promise<ExampleRuns> {
	const runToEnd = async (workflow: ImportedWorkflow) =>
		await waitForExecution(session, await runWorkflow(session, workflow));
	const push = await runToEnd(workflows.push);
	const orders = await runToEnd(workflows.orders);
	await sandbox.importer.run();
	const { id } = await waitFor(
		"KASKO's report starts a workflow",
		WEBHOOK_WITHIN_SECONDS,
		async () => {
			const [latest] = await listExecutions(session, workflows.errors);
			return latest;
		},
	);
	const errors = await waitForExecution(session, id);
	const reconcile = await runToEnd(workflows.reconcile);
	return { push, orders, files: sandbox.importer.imported, errors, reconcile };
}

export interface ExcelRun {
	execution: Execution;
	/** What the importer made of its file. */
	files: ImportedFile[];
}

/** Runs the example that begins with an Excel sheet, and lets KASKO import its file. */
export async function runExcelExample({ session, sandbox, workflows }: Demo): Promise<ExcelRun> {
	const before = sandbox.importer.imported.length;
	const execution = await waitForExecution(session, await runWorkflow(session, workflows.excel));
	await sandbox.importer.run();
	return { execution, files: sandbox.importer.imported.slice(before) };
}
