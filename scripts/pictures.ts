import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDemo } from './demo/startDemo';
import { openEditor } from './n8n/editor';
import { ensureN8n } from './n8n/ensureN8n';
import { packPackage } from './n8n/packPackage';
import { Camera } from './pictures/Camera';
import { panelScenes } from './pictures/panelScenes';
import { quickstartScenes } from './pictures/quickstartScenes';
import { troubleScenes } from './pictures/troubleScenes';
import { workflowScenes } from './pictures/workflowScenes';
import { BROWSERS } from './programs/browsers';
import { ensureProgram } from './programs/ensureProgram';
import { withProgress } from './programs/withProgress';

const VIEWPORT = { width: 1440, height: 900 };
/** The quickstart comes last: it begins without the demo's credentials. */
const SCENES = {
	workflow: workflowScenes,
	panels: panelScenes,
	troubles: troubleScenes,
	quickstart: quickstartScenes,
};

/** Takes the pictures of the pages anew; all of them, or those of the scenes that are named. */
async function main(): Promise<void> {
	const wanted = process.argv.slice(2);
	await ensureProgram(BROWSERS, 'chromium');
	await ensureN8n();
	const folder = await mkdtemp(join(tmpdir(), 'kasko-package-'));
	const demo = await withProgress('Starting a local KASKO and n8n with the package', async () =>
		startDemo(await packPackage(folder)),
	).finally(() => rm(folder, { recursive: true }));
	try {
		const editor = await openEditor(demo.session.url, VIEWPORT);
		try {
			const stage = { demo, editor, camera: new Camera(editor.page) };
			for (const [name, play] of Object.entries(SCENES)) {
				if (wanted.length > 0 && !wanted.includes(name)) continue;
				await withProgress(`Taking the pictures: ${name}`, () => play(stage));
			}
		} finally {
			await editor.close();
		}
	} finally {
		await demo.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
