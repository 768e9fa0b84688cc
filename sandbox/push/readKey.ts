/** The key of a Basic (user name) or Bearer authorization. */
export function readKey(authorization = ''): string | undefined {
	const [, scheme, value = ''] = /^(basic|bearer) +(\S+)$/i.exec(authorization) ?? [];
	if (scheme?.toLowerCase() === 'bearer') return value;
	return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
}
