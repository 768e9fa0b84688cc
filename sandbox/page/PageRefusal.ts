/** Why the page's server does not do what it was asked; the message is for the user. */
export class PageRefusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
