// Stands between sshd and OpenSSH's sftp-server, reads the SFTP requests in plain, and cuts the connection at one of
// them by killing sshd's process for it: `before` the sftp-server sees it, or `after` it has acted and answered.
// Arguments: the control file ({"at": n, "when": "before" | "after"}, removed by the cut), then flags for sftp-server.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const [controlFile, ...flags] = process.argv.slice(2);
const control = readControl();
const server = spawn('/usr/lib/openssh/sftp-server', flags, { stdio: ['pipe', 'pipe', 'inherit'] });

let requests = 0;
let awaitedReply;
process.stdin.on(
	'data',
	eachPacket((packet) => {
		requests += 1;
		if (requests === control.at) {
			if (control.when === 'before') return cut();
			awaitedReply = packet.readUInt32BE(5);
		}
		server.stdin.write(packet);
	}),
);
server.stdout.on(
	'data',
	eachPacket((packet) => {
		if (awaitedReply !== undefined && packet.readUInt32BE(5) === awaitedReply) return cut();
		process.stdout.write(packet);
	}),
);
process.stdin.on('end', () => server.stdin.end());
server.on('exit', (code) => process.exit(code ?? 1));

function readControl() {
	try {
		return JSON.parse(readFileSync(controlFile, 'utf8'));
	} catch {
		return {};
	}
}

function cut() {
	rmSync(controlFile);
	process.kill(process.ppid, 'SIGKILL');
	server.kill('SIGKILL');
	process.exit();
}

/** A packet is its length in four bytes, its type in one, and for all but the first one an id in four. */
function eachPacket(handle) {
	let bytes = Buffer.alloc(0);
	return (chunk) => {
		bytes = Buffer.concat([bytes, chunk]);
		while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(0)) {
			const end = 4 + bytes.readUInt32BE(0);
			handle(bytes.subarray(0, end));
			bytes = bytes.subarray(end);
		}
	};
}
