import type { Service } from './cloud';

const TOKEN = 'ya29.test';
const SHEET = 'Orders';

/** A document of Google Sheets with one sheet, and the server that gives its user's token. */
export function playGoogleSheets(documentId: string, cells: unknown[][]) {
	const sheets: Service = async ({ method, path, headers }) => {
		if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: {} };
		const document = `/v4/spreadsheets/${documentId}`;
		if (method === 'GET' && path === document) {
			return { body: { sheets: [{ properties: { sheetId: 0, title: SHEET } }] } };
		}
		if (method === 'GET' && path === `${document}/values/'${SHEET}'`) {
			return { body: { range: SHEET, majorDimension: 'ROWS', values: cells } };
		}
		return undefined;
	};
	const tokens: Service = async ({ method, path }) =>
		`${method} ${path}` === 'POST /token'
			? { body: { access_token: TOKEN, token_type: 'Bearer', expires_in: 3600 } }
			: undefined;
	return {
		sheets,
		tokens,
		credential: { clientId: 'test', clientSecret: 'test' },
		/** What the user chooses in n8n's node. */
		choice: {
			documentId: { __rl: true, mode: 'id', value: documentId },
			sheetName: { __rl: true, mode: 'name', value: SHEET },
		},
	};
}
