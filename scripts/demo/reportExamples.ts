import { outputOf } from '../n8n/executions';
import type { ExampleRuns, ExcelRun } from './runExamples';
import type { Demo } from './startDemo';

/** Prints in plain words what the examples did, and gives whatever is not as it should be. */
export function reportExamples({ sandbox }: Demo, runs: ExampleRuns): string[] {
	const problems: string[] = [];
	const expect = (holds: boolean, problem: string) => {
		if (!holds) problems.push(problem);
	};
	const executions = {
		'ARAG Push': runs.push,
		Ticketplan: runs.orders,
		'KASKO Trigger': runs.errors,
		Reconciliation: runs.reconcile,
	};
	for (const [name, { id, status, data }] of Object.entries(executions)) {
		const reason = data.resultData.error?.message ?? '';
		expect(status === 'success', `${name}: execution ${id} ended with "${status}" ${reason}`);
	}

	const pushed = outputOf(runs.push, 'ARAG Push');
	console.log(`\nARAG Push bought ${pushed.length} policies:`);
	for (const { reference } of pushed) {
		const policy = sandbox.push.policies.find((entry) => entry.reference === reference);
		console.log(`  ${policy?.firstName} ${policy?.lastName}: reference ${String(reference)}`);
		expect(policy !== undefined, `KASKO knows no policy ${String(reference)}`);
	}
	expect(pushed.length === 3, `3 policies should have been bought, not ${pushed.length}`);

	console.log('\nTicketplan SFTP Import:');
	for (const { file, environment, policies, refused } of runs.files) {
		console.log(`  ${environment}/${file}: ${policies} rows imported, ${refused} refused`);
	}
	const { policies, refused } = sandbox.importer;
	policies.forEach(({ row, firstName, lastName }) => {
		console.log(`  row ${row}: ${firstName} ${lastName} is insured`);
	});
	refused.forEach(({ row, errorMessage }) => {
		console.log(`  row ${row}: KASKO refused it with the words "${errorMessage}"`);
	});
	expect(policies.length === 2, `2 rows should have been imported, not ${policies.length}`);
	expect(refused.length === 1, `1 row should have been refused, not ${refused.length}`);

	console.log(`\nKASKO Trigger: KASKO's report started execution ${runs.errors.id}:`);
	const found = outputOf(runs.errors, 'What to Tell the Shop');
	for (const { order, buyer, message } of found) {
		console.log(`  it is order ${String(order)} of ${String(buyer)}: "${String(message)}"`);
	}
	expect(
		found.length === 1 && found[0]?.order === 'A-1003',
		'The refused row should have been traced to order A-1003',
	);

	const fine = outputOf(runs.reconcile, 'No Error so Far').map(({ order }) => String(order));
	console.log(`\nReconciliation: no error so far for ${fine.join(' and ')}`);
	expect(
		fine.join() === 'A-1001,A-1002',
		'Orders A-1001 and A-1002 should have been listed as without an error so far',
	);
	return problems;
}

/** The same for the example that begins with an Excel sheet. */
export function reportExcelExample({ execution, files }: ExcelRun): string[] {
	console.log('\nExcel sheet:');
	for (const { file, environment, policies, refused } of files) {
		console.log(`  ${environment}/${file}: ${policies} rows imported, ${refused} refused`);
	}
	const { status, id } = execution;
	return status === 'success' && files[0]?.policies === 2
		? []
		: [`Excel: execution ${id} ended with "${status}", and 2 rows should have been imported`];
}

/** Names the examples that were imported, but not run. */
export function reportUnconnected({ unconnected }: Demo): void {
	console.log('\nImported, but not run: these need an account of another service.');
	unconnected.forEach((name) => console.log(`  ${name}`));
}
