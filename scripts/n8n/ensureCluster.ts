import { ensureProgram } from '../programs/ensureProgram';
import { POSTGRES } from '../programs/postgres';
import { ensureN8n } from './ensureN8n';

/** Makes sure that everything is there that n8n's queue mode and the nodes talk to. */
export async function ensureCluster(): Promise<void> {
	await ensureProgram(['/usr/sbin/sshd'], 'openssh-server');
	await ensureProgram(['/usr/bin/redis-server'], 'redis-server');
	await ensureProgram(POSTGRES, 'postgresql');
	await ensureN8n();
}
