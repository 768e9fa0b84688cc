const { dest, src } = require('gulp');

/** Copies what `tsc` does not: icons, codex files (`*.node.json`) and previews of outputs, to the same places in `dist/`. */
exports.default = () =>
	src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/*/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
