import type { N8nSession } from './connectToN8n';

export interface Credential {
	id: string;
	name: string;
	type: string;
}

/** @param data The properties of the credential type, as the user would type them. */
export async function createCredential(
	session: N8nSession,
	type: string,
	name: string,
	data: Record<string, unknown>,
): Promise<Credential> {
	const { id } = await session.request<{ id: string }>('POST', '/credentials', {
		name,
		type,
		data,
	});
	return { id, name, type };
}

/** What the credential's Test button shows. */
export async function testCredential(
	session: N8nSession,
	{ id, name, type }: Credential,
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const { data } = await session.request<{ data: unknown }>(
		'GET',
		`/credentials/${id}?includeData=true`,
	);
	return await session.request('POST', '/credentials/test', {
		credentials: { id, name, type, data },
	});
}
