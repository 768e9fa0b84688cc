import { openRuns, type Stage } from './stage';
import { TROUBLES } from './troubles';

/** What the nodes say when something goes wrong, for docs/troubleshooting.md. */
export async function troubleScenes(stage: Stage, troubles = TROUBLES): Promise<void> {
	const { demo, editor, camera } = stage;
	const { page } = editor;
	await openRuns(stage, troubles);
	for (const [name, { says, prepare }] of Object.entries(troubles)) {
		prepare?.(demo);
		await editor.openNode(name);
		await editor.execute(says);
		// n8n has ended the run once it says so; what it says would lie over the nodes.
		const told = page.locator('.el-notification').filter({ hasText: 'Problem in node' });
		await told.locator('.el-notification__closeBtn').first().click();
		const parts = ['node-error-message', 'node-error-description'];
		const shown = parts.map((part) => page.getByTestId(part));
		await camera.widely(() => camera.take(name, shown, { margin: 12 }));
		demo.sandbox.push.faults.clear();
	}
}
