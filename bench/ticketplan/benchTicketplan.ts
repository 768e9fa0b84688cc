import { startSshd } from '../../scripts/programs/sshd';
import type { Bench } from '../Bench';
import type { Section } from '../report/Section';
import { startDelayProxy } from '../startDelayProxy';
import { compareItems } from './compareItems';
import { compareMapping } from './compareMapping';
import { compareUpload } from './compareUpload';
import type { Route, Routes } from './routes';

const ONE_WAY_MILLISECONDS = 25;

/** Ticketplan SFTP Import beside n8n's own nodes and OpenSSH's `sftp`. */
export async function benchTicketplan(bench: Bench): Promise<Section> {
	const sshd = await startSshd();
	const proxy = await startDelayProxy(sshd.port, ONE_WAY_MILLISECONDS);
	const direct: Route = { name: 'direct', sshd, port: sshd.port };
	const routes: Routes = [direct, { name: '50 ms round trip', sshd, port: proxy.port }];
	try {
		const parts = [
			await compareItems(bench, routes),
			await compareUpload(bench, routes),
			await compareMapping(bench, direct),
		];
		return {
			title: 'Ticketplan SFTP Import',
			method: [
				'Seconds. A node’s time is its `executionTime` in the saved run data of a published workflow, called by its webhook; rows come from a Code node, 33 columns, all valid.',
				'The server is a real OpenSSH sshd on loopback. “50 ms round trip” is a TCP proxy that hands everything on 25 ms later in each direction, without a limit of bandwidth. n8n, its task runner, sshd and the proxy share the machine.',
				'Peak memory: how far the resident memory of n8n’s main process rose above its level before the run (`VmHWM` of Linux, set back before each run). n8n is started anew before each measurement of 100,000 rows or more, and each workflow runs once with few rows before it is measured.',
				...parts.flatMap(({ method }) => method),
			],
			tables: parts.flatMap(({ tables }) => tables),
			targets: parts.flatMap(({ targets }) => targets),
		};
	} finally {
		await proxy.stop();
		await sshd.stop();
	}
}
