import { openRuns, type Stage } from './stage';
import { customer, fromFields, order, ownOrder } from './troubles';

/** What a node or a credential asks for, and what a run gives. */
export async function panelScenes(stage: Stage): Promise<void> {
	const { demo, editor, camera } = stage;
	const { page } = editor;
	const settings = page.locator('.node-settings');
	const orders = [order('A-1001'), order('A-1002'), order('A-1003')];
	await openRuns(stage, {
		'ARAG Push': { node: 'aragPush', items: [customer()], parameters: fromFields(customer()) },
		'Ticketplan SFTP Import': { node: 'ticketplanSftpImport', items: orders },
		'Preview of the File': {
			node: 'ticketplanSftpImport',
			items: orders.with(1, order('A-1002', { 'policy.data.event_end_date': '31.06.2027' })),
			parameters: { operation: 'previewFile' },
		},
		'Own Names': { node: 'ticketplanSftpImport', items: [ownOrder('A-1001', 'Nick')] },
	});
	await editor.openNode('Own Names');
	await editor.execute('are no columns');
	await editor.choose(page.getByTestId('mapping-mode-select'), 'Map Each Column Manually');
	await editor.drag('firstName', 'policy.first_name');
	await editor.parameter('policy.first_name').getByText('firstName').waitFor();
	await page.getByTestId('tab-params').click(); // closes the preview of the expression
	const [first, last] = ['quote.data.policy_start_date', 'policy.data.booking_date'];
	await camera.take('columns', [editor.parameter(first), editor.parameter(last)], { margin: 34 });

	await editor.openNode('Preview of the File');
	await editor.execute();
	await camera.widely(() => camera.take('preview', editor.output, { height: 580 }));

	await editor.openNode('Ticketplan SFTP Import');
	await camera.take('ticketplan-sftp-import', settings, { height: 730 });
	const connection = {
		host: 'sftp.example.com',
		port: '22',
		username: 'your-user-name',
		folder: '',
	};
	await credential(stage, 'credential-sftp', connection, 670);

	await editor.openNode('ARAG Push');
	await editor.execute();
	await camera.take('arag-push', page.getByTestId('ndv'));
	await credential(stage, 'credential-api', { pushUrl: 'https://push-api.kasko.io/' }, 430);

	await editor.open(`/workflow/${demo.workflows.errors.id}`);
	await editor.openNode('KASKO Trigger');
	await camera.take('kasko-trigger', settings, { height: 540 });
	await credential(stage, 'credential-webhook', {}, 330);
}

/** The credential of the open node, with what a user enters in place of what leads to the local KASKO. */
async function credential(
	{ editor, camera }: Stage,
	name: string,
	values: Record<string, string>,
	height?: number,
): Promise<void> {
	const { page } = editor;
	await page.getByTestId('credential-edit-button').click();
	const dialog = page
		.locator('.el-dialog')
		.filter({ has: page.getByTestId('credential-edit-dialog') });
	for (const [property, value] of Object.entries(values)) {
		const input = dialog.getByTestId(`parameter-input-${property}`).locator('input, textarea');
		await input.fill(value);
		await input.blur();
	}
	await dialog.getByText('Retry').waitFor();
	await dialog.getByText('Connection tested successfully').scrollIntoViewIfNeeded();
	await camera.take(name, dialog, { height });
	await page.reload(); // lets go of what was entered; n8n opens the node again
	await page.getByTestId('ndv').waitFor();
}
