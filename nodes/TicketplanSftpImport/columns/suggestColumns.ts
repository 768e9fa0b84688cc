import { COLUMNS, LAST_TICKET, TICKET_COLUMNS } from './columns';
import { isTicketColumn } from './findColumn';
import { distance, toWords } from './spelling';

/** More would be no suggestion. */
const MAX_SUGGESTIONS = 3;
/** Shorter ones, such as `id`, end too many names that mean something else. */
const SHORTEST_ENDING = 4;

interface Known {
	name: string;
	words: string[];
	/** How many words its last part has. */
	lastPart: number;
}

const KNOWN = COLUMNS.map(({ name }) => name)
	.filter((name) => !isTicketColumn(name))
	.map(toKnown);

/** What a name that is no column was probably meant to be: columns that are spelt nearly like it, or that end like it. */
export interface Suggestions {
	alike: string[];
	endsAlike: string[];
}

/**
 * Spelling, case and separators are forgiven: `policy.frist_name` and `policy.firstName` are both like `policy.first_name`.
 * A number has to be the same: another ticket's column is another column.
 */
export function suggestColumns(name: string): Suggestions {
	const words = toWords(name);
	return {
		alike: nearest([...KNOWN, ...ticketsLike(words)], (known) => distance(words, known.words)),
		endsAlike: findEndings(name),
	};
}

/**
 * Whether a name is that of a ticket column but for its number, which is missing: `quote.data.protected_element.price`.
 * One of KASKO's two groups is enough in front of the last part: `quote.price`, `policy.data.price`.
 */
export function isTicketWithoutNumber(name: string): boolean {
	const words = toWords(name);
	if (!words.every(isNoNumber)) return false;
	const [group = '', ...parts] = name.toLowerCase().split('.');
	const lastPart = toWords(parts.at(-1) ?? '').join(' ');
	return TICKET_COLUMNS.some(({ column }) => {
		const ticket = column(0).name;
		if (distance(words, toWords(ticket).filter(isNoNumber)) < Infinity) return true;
		const isKaskoGroup = ['quote', 'policy'].includes(group.trim());
		return isKaskoGroup && lastPart === toWords(ticket.split('.').at(-1) ?? '').join(' ');
	});
}

/** How a ticket column has to be named, for a name that lacks the number. */
export function ticketPattern(name: string): string {
	const lastWord = toWords(name).at(-1);
	const column = TICKET_COLUMNS.find(
		(ticket) => toWords(ticket.column(0).name).at(-1) === lastWord,
	);
	return (column ?? TICKET_COLUMNS[0])?.column(0).name.replace('0', '<number>') ?? '';
}

/** `quote.data.start_date` ends like `quote.data.policy_start_date`, `crm.street` like `policy.data.customer_street`. */
function findEndings(name: string): string[] {
	const parts = name.split('.');
	const tickets = ticketsLike(toWords(name));
	for (let from = 0; from < parts.length; from++) {
		const ending = toWords(parts.slice(from).join('.'));
		if (ending.join('').length < SHORTEST_ENDING) continue;
		// `items.4.price` is no price of an insured ticket: all but `quote.data` has to be there.
		const all = [...KNOWN, ...tickets.filter(({ words }) => ending.length >= words.length - 2)];
		const found = nearest(all, ({ words }) => endingDistance(ending, words));
		const known = all.filter((column) => found.includes(column.name));
		const whole = known.filter(({ lastPart }) => lastPart === ending.length);
		const best =
			whole.length > 0
				? [
						...whole,
						...known.filter(
							(each) => !whole.includes(each) && groupOf(each.name) === groupOf(name),
						),
					]
				: sameStartFirst(known, toWords(name)[0]);
		if (best.length > 0 && best.length <= MAX_SUGGESTIONS) return best.map((column) => column.name);
	}
	return [];
}

/** `policy.data` of `policy.data.first_name`, which may be the policy holder's or, in the same group, the buyer's. */
function groupOf(name: string): string {
	return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

/** None is left out: `policy.data.start_date` may be the start of the policy, though that stands in `quote.data`. */
function sameStartFirst(known: readonly Known[], start?: string): Known[] {
	const isSame = ({ words }: Known) => words[0] === start;
	return [...known.filter(isSame), ...known.filter((column) => !isSame(column))];
}

function nearest(known: readonly Known[], distanceTo: (known: Known) => number): string[] {
	const distances = known.map(distanceTo);
	const least = Math.min(...distances);
	return least === Infinity
		? []
		: known.filter((_, index) => distances[index] === least).map(({ name }) => name);
}

function toKnown(name: string): Known {
	const lastPart = toWords(name.split('.').at(-1) ?? '').length;
	return { name, words: toWords(name), lastPart };
}

/** The columns of the ticket whose number is in a name. */
function ticketsLike(words: readonly string[]): Known[] {
	const numbers = words.filter((word) => /^\d{1,2}$/.test(word) && Number(word) <= LAST_TICKET);
	return [...new Set(numbers.map(Number))].flatMap((n) =>
		TICKET_COLUMNS.map(({ column }) => toKnown(column(n).name)),
	);
}

function isNoNumber(word: string): boolean {
	return !/^\d+$/.test(word);
}

function endingDistance(ending: readonly string[], words: readonly string[]): number {
	const joined = ending.join('');
	if (words.some((_, from) => words.slice(from).join('') === joined)) return 0;
	return distance(ending, words.slice(-ending.length));
}
