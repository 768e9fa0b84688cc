import { selectors, type Locator, type Page } from 'playwright-core';

import { launchBrowser } from '../programs/launchBrowser';
import { OWNER } from './connectToN8n';

const ACTION_TIMEOUT_MS = 90_000;
/** n8n's editor in a browser, logged in as the owner. */
export interface Editor {
	page: Page;
	/** The open node's output. */
	output: Locator;
	open(path: string): Promise<void>;
	/** Opens a node of the open workflow, instead of the one that is open. */
	openNode(name: string): Promise<void>;
	/** Executes the open node, with those before it, and waits for a text in its output; without, for its success. */
	execute(text?: string): Promise<void>;
	/** What edits one parameter of the open node. */
	parameter(name: string): Locator;
	/** Chooses from a list that `control` opens. */
	choose(control: Locator, option: string): Promise<void>;
	/** Drags a field of the open node's input onto one of its parameters. */
	drag(field: string, parameter: string): Promise<void>;
	close(): Promise<void>;
}

export async function openEditor(
	url: string,
	viewport = { width: 1600, height: 1000 },
): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await launchBrowser();
	const page = await browser.newPage({ viewport });
	page.setDefaultTimeout(ACTION_TIMEOUT_MS);
	page.setDefaultNavigationTimeout(ACTION_TIMEOUT_MS);
	const output = page.getByTestId('output-panel');
	const parameter = (name: string) => page.getByTestId(`parameter-input-${name}`);

	await page.goto(`${url}/signin`);
	await page.locator('input[name=emailOrLdapLoginId]').fill(OWNER.email);
	await page.locator('input[type=password]').fill(OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/home/);

	return {
		page,
		output,
		parameter,
		async open(path) {
			await page.goto(`${url}${path}`);
		},
		async openNode(name) {
			const close = page.getByTestId('ndv-close-button');
			if (await close.isVisible()) await close.click();
			await page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
			await page.getByTestId('ndv').waitFor();
		},
		async execute(text) {
			const success = page.getByText('Node executed successfully').first();
			await success.waitFor({ state: 'detached' }); // that of an earlier run
			await page.getByTestId('node-execute-button').click();
			await (text === undefined ? success : output.getByText(text).first()).waitFor();
		},
		async choose(control, option) {
			await control.click();
			await page.getByRole('option', { name: option }).click();
		},
		async drag(field, name) {
			const input = page.getByTestId('ndv-input-panel');
			await input.locator('[data-target=mappable]').filter({ hasText: field }).first().hover();
			await page.mouse.down();
			await parameter(name).hover();
			// The first move starts the drag, the second one finds the target.
			await parameter(name).hover({ position: { x: 30, y: 10 } });
			await page.mouse.up();
		},
		close: () => browser.close(),
	};
}
