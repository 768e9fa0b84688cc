import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Locator, Page } from 'playwright-core';

export const PICTURES = resolve(__dirname, '../../docs/pictures');

/** What n8n shows for a moment, and what blinks, has no place in a picture. */
const QUIET = `
	.el-notification, [data-test-id=ask-assistant-floating-button], [data-test-id=ask-assistant-canvas-action-button],
	[data-test-id=chat-button], [data-test-id=canvas-background] { visibility: hidden !important }
	::-webkit-scrollbar { display: none }
`;
const WIDE = { width: 1_800, height: 900 };
/** n8n moves its panes for a moment after a click or a change of the window, on a busy machine for longer. */
const RESTING_MS = 600;
const LARGEST_BYTES = 100_000;

export interface Area {
	/** Pixels around what is shown. */
	margin?: number;
	/** At most so many pixels from the top. */
	height?: number;
}

/** Takes pictures for the pages. */
export class Camera {
	constructor(private readonly page: Page) {}

	/** Takes all nodes and notes of the open workflow, as large as the window lets them be. */
	async takeWorkflow(name: string, margin = 50): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
		const shown = this.page.locator('[data-test-id=canvas-node], [data-test-id=sticky]');
		await shown.first().waitFor();
		await this.take(name, await shown.all(), { margin });
	}

	/** Takes pictures in a window so wide that the longest word, a fingerprint, is not cut in n8n's output pane. */
	async widely(take: () => Promise<void>): Promise<void> {
		const usual = this.page.viewportSize() ?? WIDE;
		await this.page.setViewportSize(WIDE);
		await take();
		await this.page.setViewportSize(usual);
	}

	/** Takes the smallest picture with everything of `what` in it. */
	async take(name: string, what: Locator | Locator[], area: Area = {}): Promise<void> {
		const { margin = 0, height = Infinity } = area;
		const boxes = await this.restingBoxes([what].flat());
		const { width: maxX, height: maxY } = this.page.viewportSize() ?? { width: 0, height: 0 };
		const x = Math.max(0, Math.min(...boxes.map((box) => box.x)) - margin);
		const y = Math.max(0, Math.min(...boxes.map((box) => box.y)) - margin);
		const right = Math.min(maxX, Math.max(...boxes.map((box) => box.x + box.width)) + margin);
		const bottom = Math.min(maxY, Math.max(...boxes.map((box) => box.y + box.height)) + margin);
		await mkdir(PICTURES, { recursive: true });
		const path = join(PICTURES, `${name}.png`);
		const clip = { x, y, width: right - x, height: Math.min(height, bottom - y) };
		await this.page.screenshot({ path, clip, style: QUIET, animations: 'disabled', scale: 'css' });
		const { size } = await stat(path);
		if (size > LARGEST_BYTES) throw new Error(`${name}.png has ${size} bytes: show less of it.`);
	}

	/** Where they are, once they stay there. */
	private async restingBoxes(what: readonly Locator[]) {
		for (let before = ''; ;) {
			const boxes = [];
			for (const locator of what) {
				await locator.waitFor();
				const box = await locator.boundingBox();
				if (box) boxes.push(box);
			}
			const now = JSON.stringify(boxes);
			if (now === before) return boxes;
			before = now;
			await this.page.waitForTimeout(RESTING_MS);
		}
	}
}
