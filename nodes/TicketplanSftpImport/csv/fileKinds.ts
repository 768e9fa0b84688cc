/** What a file is that is no CSV, and the way out. */
export interface FileKind {
	/** Completes "It is …". */
	name: string;
	advice: string;
}

const extract = (operation: string) =>
	`Put n8n's node 'Extract from File' (operation '${operation}') before this one and set 'Row Source' to 'Items', or save the table as CSV (UTF-8).`;
const DECOMPRESS = "Decompress it with n8n's node 'Compression' before this one.";
const EXPORT = 'Export the table as CSV (UTF-8) where it comes from.';
const SAVE_AS_UTF8 = "Save it as 'CSV UTF-8', or export it in UTF-8.";

type Row = [name: string, advice: string, isIt: (start: Buffer, text: string) => boolean];

const bytes =
	(hex: string, ...more: string[]) =>
	(start: Buffer) =>
		[hex, ...more].some((each) => start.subarray(0, each.length / 2).toString('hex') === each);
const both = (magic: (start: Buffer) => boolean, words: RegExp) => (start: Buffer, text: string) =>
	magic(start) && words.test(text);
const isZip = bytes('504b0304', '504b0506');
const isOle = bytes('d0cf11e0a1b11ae1');
const words = (pattern: RegExp) => (_start: Buffer, text: string) => pattern.test(text);

/** The first that fits counts. Sources: the formats' own magic numbers, as in the table of `file(1)`. */
// prettier-ignore
const KINDS: Row[] = [
	['an OpenDocument spreadsheet (.ods)', extract('Extract From ODS'), both(isZip, /^PK.{28}mimetypeapplication\/vnd\.oasis/s)],
	['a Numbers, Pages or Keynote document', EXPORT, both(isZip, /Index[/.]|\.iwa|preview[\w-]*\.jpg/)],
	['a Word document (.docx)', EXPORT, both(isZip, /word\//)],
	['an Excel workbook (.xlsx)', extract('Extract From XLSX'), both(isZip, /\[Content_Types\]|_rels\/|xl\/|docProps\//)],
	['an Excel workbook (.xlsx) or another ZIP archive', `${extract('Extract From XLSX')} Another archive has to be decompressed with n8n's node 'Compression' first.`, isZip],
	['an Excel workbook, old (.xls) or with a password', `${extract('Extract From XLS')} A password has to be taken off first.`, isOle],
	['compressed with gzip', DECOMPRESS, bytes('1f8b')],
	['a compressed archive', DECOMPRESS, bytes('425a68', 'fd377a585a00', '377abcaf271c', '526172211a07', '28b52ffd')],
	['a PDF document', `${EXPORT} A PDF holds no rows.`, words(/^\s*%PDF-/)],
	['a picture', EXPORT, bytes('89504e470d0a1a0a', 'ffd8ff', '47494638', '49492a00', '4d4d002a')],
	['a database', EXPORT, words(/^SQLite format 3\0/)],
	['an RTF document', EXPORT, words(/^\s*\{\\rtf/)],
	['a web page (HTML), perhaps the page of a login', `If it holds the table: ${extract('Extract From HTML')} Otherwise look at the step that fetches the file.`, words(/^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|style|table|div|span|center|h[1-6]|p|pre|form|br|ul)(?=[\s/>])/is)],
	['an XML file', extract('Extract From XML'), words(/^\s*<(?:\?xml|[a-z!][^>]*>(?!\s*[,;\t|]))/i)],
	['a JSON file', extract('Extract From JSON'), words(/^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["\]\d-]|null|true|false|$))/)],
	['saved as UTF-32, not as UTF-8', SAVE_AS_UTF8, bytes('0000feff', 'fffe0000')],
	['saved as UTF-16, not as UTF-8', SAVE_AS_UTF8, isUtf16],
	['no text', EXPORT, words(/\0/)],
];

/** A byte order mark, or every second byte of the first letters is 0: Excel's "Unicode Text". */
function isUtf16(start: Buffer): boolean {
	const [first = 1, second = 1, third = 1, fourth = 1] = start;
	if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
	return (first === 0) !== (second === 0) && (first === 0) === (third === 0 || start.length < 3)
		? (second === 0) === (fourth === 0 || start.length < 4)
		: false;
}

/** What the first bytes of a file say of it, if it is no CSV. */
export function findFileKind(start: Buffer): FileKind | undefined {
	const text = start.toString('latin1').replace(/^\xEF\xBB\xBF/, '');
	const found = KINDS.find(([, , isIt]) => isIt(start, text));
	return found && { name: found[0], advice: found[1] };
}
