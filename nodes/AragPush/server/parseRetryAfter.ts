/** Milliseconds that an HTTP `Retry-After` header asks to wait: it holds seconds or a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(header: unknown, now = Date.now()): number | undefined {
	if (typeof header !== 'string') return undefined;
	if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
	// Without letters it is no HTTP date, although Date.parse would make a year of it.
	const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
