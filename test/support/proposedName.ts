const LEFT_OUT = ['API', 'OAuth1', 'OAuth2', 'MCP'];

/** What n8n's editor calls a new credential of a type with this display name. */
export function proposedName(displayName: string): string {
	const words = displayName.split(' ').filter((word) => !LEFT_OUT.includes(word));
	return `${words.join(' ')} account`;
}
