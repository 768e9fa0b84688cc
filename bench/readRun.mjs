// Runs on n8n's own Node, which has SQLite: prints how long each node of a workflow's latest execution took.
// n8n's REST API shows no run data above 100 MiB, and making it show more would fill n8n's memory.
import { DatabaseSync } from 'node:sqlite';

import { parse } from 'flatted';

const [file, workflowId] = process.argv.slice(2);
const database = new DatabaseSync(file, { readOnly: true });
const { status, data } = database
	.prepare(
		`SELECT status, data FROM execution_entity JOIN execution_data ON executionId = id
		 WHERE workflowId = ? ORDER BY id DESC LIMIT 1`,
	)
	.get(workflowId);
const { runData, error } = parse(data).resultData;
const times = Object.entries(runData).map(([name, runs]) => [name, runs.at(-1).executionTime]);
console.log(
	JSON.stringify({ status, error: error?.message, milliseconds: Object.fromEntries(times) }),
);
