import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = `
	const { dateCheck } = require('./nodes/TicketplanSftpImport/check/dateCheck.ts');
	const check = dateCheck({ amounts: 'minor', dateFormats: [] });
	const show = (value) => {
		const codes = [];
		const result = check(value, ({ code }) => codes.push(code));
		return [typeof result === 'string' ? result : result.code, ...codes].join(' ');
	};
	console.log(JSON.stringify([
		show('2026-03-01'),
		show(new Date('2026-03-01')),
		show(new Date(2026, 2, 1)),
		show(new Date('2026-03-01T12:00:00Z')),
		show('2026-03-01T23:59:59-11:00'),
		show(new Date('2026-03-01T23:30:00Z')),
		show(new Date('2026-03-01T00:30:00Z')),
	]));`;

const ROOT = join(__dirname, '../../..');

const SHIFTED = '2026-03-01 dayMayBeShifted';

// The zone of a process can't be changed once it runs.
it.each([
	['America/New_York', '2026-03-01', SHIFTED],
	['Asia/Tokyo', SHIFTED, '2026-03-01'],
	['Europe/Berlin', SHIFTED, '2026-03-01'],
	['UTC', '2026-03-01', '2026-03-01'],
])('shifts no day in %s', (zone, lateEvening, earlyMorning) => {
	const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', SCRIPT], {
		cwd: ROOT,
		env: { ...process.env, TZ: zone },
		encoding: 'utf8',
	});
	const day = '2026-03-01';
	expect(JSON.parse(output)).toEqual([day, day, day, day, day, lateEvening, earlyMorning]);
});
