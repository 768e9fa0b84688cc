import type { Stage } from './stage';

/** An example that ran, as the first thing that a reader sees. */
export async function workflowScenes({ demo, editor, camera }: Stage): Promise<void> {
	const { page } = editor;
	await editor.open(`/workflow/${demo.workflows.orders.id}`);
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await camera.takeWorkflow('workflow');
}
