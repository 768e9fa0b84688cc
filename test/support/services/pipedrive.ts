import type { Service } from './cloud';

const TOKEN = 'test';

export interface StoredFile {
	person: string;
	name: string;
	content: Buffer;
}

/** Pipedrive's persons, found by e-mail address, and the files that are attached to them. */
export function playPipedrive(persons: Record<string, number>) {
	const files: StoredFile[] = [];
	const service: Service = async ({ method, path, query, headers, body }) => {
		if (query.get('api_token') !== TOKEN) return { status: 401, body: {} };
		if (`${method} ${path}` === 'GET /v1/persons/search') {
			const { term, fields, exact_match } = Object.fromEntries(query);
			const asked = { fields, exact_match };
			if (JSON.stringify(asked) !== '{"fields":"email","exact_match":"true"}') return undefined;
			const id = persons[term ?? ''];
			const items = id === undefined ? [] : [{ result_score: 1, item: { id, emails: [term] } }];
			return { body: { success: true, data: { items } } };
		}
		if (`${method} ${path}` === 'POST /v1/files') {
			const type = { headers: { 'content-type': headers['content-type'] ?? '' } };
			const form = await new Response(body, type).formData();
			const file = form.get('file') as File;
			const content = Buffer.from(await file.arrayBuffer());
			files.push({ person: String(form.get('person_id')), name: file.name, content });
			return { body: { success: true, data: { id: files.length, name: file.name } } };
		}
		return undefined;
	};
	return { service, files, credential: { apiToken: TOKEN } };
}
