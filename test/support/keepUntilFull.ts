import { KeptContent } from '../../nodes/TicketplanSftpImport/files/KeptContent';

/** Keeps more than the system lets this process write into a file, and prints whether the content is still there. */
async function main(): Promise<void> {
	const kept = new KeptContent(10);
	for (let index = 0; index < 40; index++) await kept.append(Buffer.alloc(100_000, index));
	const content = await kept.read(0, 4_000_000);
	await kept.close();
	console.log(content ? 'kept' : 'not kept');
}

void main();
