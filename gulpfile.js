const { dest, src } = require('gulp');

/** Copies what `tsc` does not: icons and codex files (`*.node.json`), to the same places in `dist/`. */
exports.default = () =>
	src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));
