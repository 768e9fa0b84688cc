/** What KASKO's document asks of a push request. */
export interface PushBody {
	variant_id: string;
	input: {
		first_name: string;
		last_name: string;
		email: string;
		data: { start_date: string; vin: string; [name: string]: unknown };
		metadata?: Record<string, unknown>;
	};
}

const REQUIRED = [
	['variant_id'],
	['input'],
	['input', 'first_name'],
	['input', 'last_name'],
	['input', 'email'],
	['input', 'data'],
	['input', 'data', 'start_date'],
	['input', 'data', 'vin'],
] as const;

const OBJECTS: readonly string[] = ['input', 'data'];

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The body of a push request, or KASKO's error message for the first thing that is wrong with it. */
export function checkPush(
	contentType: string | undefined,
	raw: string,
): { body: PushBody } | { errorMessage: string } {
	if (!/^application\/json\b/i.test(contentType ?? '')) {
		return badRequest('The request must be in JSON and have a JSON header.');
	}
	const body = parse(raw);
	if (!isObject(body)) return badRequest('The body is not a JSON object.');
	for (const path of REQUIRED) {
		const name = path[path.length - 1] ?? '';
		const value = valueAt(body, path);
		if (value === undefined || value === null || value === '') {
			return badRequest(`Missing '${name}'.`);
		}
		if (OBJECTS.includes(name) ? !isObject(value) : typeof value !== 'string') {
			return badRequest(`Invalid '${name}'.`);
		}
	}
	const checked = body as unknown as PushBody;
	const startDate = checked.input.data.start_date;
	if (!ISO_8601.test(startDate) || Number.isNaN(Date.parse(startDate))) {
		return badRequest("Invalid 'start_date'.");
	}
	return { body: checked };
}

function badRequest(what: string): { errorMessage: string } {
	return { errorMessage: `Bad Request: ${what}` };
}

function parse(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return undefined;
	}
}

function valueAt(body: Record<string, unknown>, path: readonly string[]): unknown {
	return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), body);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
