/**
 * `node scanPackage.mjs FOLDER PATTERN…`: what n8n's own scanner of community packages finds in these files, as JSON. The
 * rules are the scanner's; it has no entry for a package that is not on npm yet (scan-community-package `analyzePackage`).
 */
import { relative } from 'node:path';
import { buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const [cwd, ...patterns] = process.argv.slice(2);
const eslint = new ESLint({
	cwd,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: await buildScanConfig(),
});
const results = await eslint.lintFiles(patterns);
const findings = results.flatMap(({ filePath, messages }) =>
	messages.map(({ ruleId, message }) => ({ file: relative(cwd, filePath), ruleId, message })),
);
process.stdout.write(JSON.stringify(findings));
process.exit();
