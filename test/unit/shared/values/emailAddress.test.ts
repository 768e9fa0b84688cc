import { isEmailAddress, remarkOnEmail } from '../../../../nodes/shared/values/emailAddress';

it.each([
	'test@person.com',
	'nick.malone@com',
	'a+b@c.de',
	"o'neil@a.b",
	'müller@bücher.example',
	'user@例え.jp',
	'"john doe"@example.com',
	'"a@b"@c.de',
	'a.@docomo.ne.jp',
	'a@[1.2.3.4]',
	'a@[IPv6:2001:db8::1]',
	'a@b_c.de',
	'i@❤.ws',
])('%s is one address', (text) => {
	expect(isEmailAddress(text)).toBe(true);
});

it.each([
	'nobody',
	'@b.c',
	'a@',
	'a b@c.de',
	'a@b c.de',
	'a@b, c@d',
	'a@b.c;',
	'a@b.c; d@e.f',
	'<a@b.c>',
	'Nick <a@b.c>',
	'mailto:a@b.c',
	'a@b@c',
	'a@@b',
	'a@b..c',
	'a@.b',
	'a@b.',
	"'a@b.c'",
	'"a@b.c"',
	'a@b.c>',
	'(a)@b.c',
	'a@b,com',
	'a＠b.c',
	'a@b/c',
])('%s is none, or more than one', (text) => {
	expect(isEmailAddress(text)).toBe(false);
});

it.each([
	'undefined@undefined',
	'undefined.undefined@b.c',
	'a.undefined@b.c',
	'a@undefined',
	'a@null',
])('%s holds what was missing', (text) => {
	expect(remarkOnEmail(text)).toMatchObject({ code: 'noEmail', says: 'holds a missing value' });
});

it.each(['null@example.com', 'undefinedband@example.com', 'a@null.de'])('%s may be one', (text) => {
	expect(remarkOnEmail(text)).toBeUndefined();
});

// In a time that grows with the length only: else these would not end.
it.each([`a@${'b'.repeat(10_000)}!`, `a@${'b.'.repeat(5000)}!`, `"${'\\a'.repeat(5000)}`])(
	'%.10s… is none',
	(text) => {
		expect(isEmailAddress(text)).toBe(false);
	},
);
