export interface Pem {
	/** e.g. `RSA PRIVATE KEY` */
	label: string;
	/** `DEK-Info` of an encrypted key in the old format, e.g. `AES-128-CBC,0123…`. */
	dekInfo?: string;
	base64: string;
}

const LABEL = '(?:OPENSSH |RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY'.replaceAll(' ', '\\s+');
const BLOCK = new RegExp(`BEGIN\\s+(${LABEL})([^]*?)END\\s+${LABEL}`);
const DASHES = /[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const NOISE = /[\s\u200b-\u200d\u2060\\>"'`]/g;
// Once the line breaks are gone, only its length separates the IV from the key: 16 bytes for AES, 8 for DES.
const HEADERS =
	/^Proc-Type:4,ENCRYPTEDDEK-Info:(AES-[\w-]+,[0-9A-Fa-f]{32}|DES-[\w-]+,[0-9A-Fa-f]{16})/;

/**
 * Finds the private key block in pasted text, whatever a browser, a chat or a JSON file has done to its
 * line breaks, indentation, dashes and surroundings. Undefined when there is no block with beginning and end.
 */
export function parsePem(pasted: string): Pem | undefined {
	const text = pasted.replace(DASHES, '-').replace(/(?<!\\)\\+[nrt]/g, '\n');
	const [, label = '', body = ''] = BLOCK.exec(text) ?? [];
	if (label === '') return undefined;
	const dense = body.replace(NOISE, '').replace(/^-+|-+$/g, '');
	const [headers = '', dekInfo] = HEADERS.exec(dense) ?? [];
	return { label: label.replace(/\s+/g, ' '), dekInfo, base64: dense.slice(headers.length) };
}

/** The block as programs expect it: 64 characters a line, a line break at the end. */
export function formatPem({ label, dekInfo, base64 }: Pem): string {
	const headers = dekInfo ? `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${dekInfo}\n\n` : '';
	const lines = base64.match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${headers}${lines.join('\n')}\n-----END ${label}-----\n`;
}
