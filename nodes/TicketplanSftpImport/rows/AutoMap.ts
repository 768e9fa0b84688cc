import type { ColumnSet, Field } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import { toColumnName } from '../columns/findColumn';
import type { Finding } from '../finding';
import { isOwnName, ownNames } from './ownNames';
import type { RowBuilder } from './RowBuilder';

/** Names that can hold columns: `policy: { data: { … } }` is as good as `policy.data.…`. */
const GROUP = /^(?:quote|policy)(?:\.[\w-]+)*$/;
/** Of all lists only those of tickets hold columns. */
const TICKETS = /^quote\.data\.(?:protected_element|max_ticket_price)$/;

/** A field of the input. */
interface NamedField {
	/** The dotted name. */
	name: string;
	isGroup: boolean;
	isTickets: boolean;
	field?: Field;
	/** What it means where it holds a list. */
	list?: Field;
}

/** Reads the fields of items into the cells of rows by their names, dotted or nested. */
export class AutoMap {
	/** The fields of an object, by the dotted name of that object. */
	private readonly fields = new Map<string, Map<string, NamedField>>();

	/** The findings about rows with names of their own, by these names. */
	private readonly foreign = new Map<string, Finding | undefined>();
	/** Of the item that is being read. */
	private names = new Map<string, Field>();

	constructor(private readonly columns: ColumnSet) {}

	/** Fills a row. Where most names are no columns, one finding says so in the place of all that follows from it. */
	read(json: Record<string, unknown>, row: RowBuilder): void {
		this.names = new Map();
		this.readFields(json, row, '');
		const finding = this.foreignNames();
		if (finding) row.replaceUnknown(isOwnName, finding);
	}

	private foreignNames(): Finding | undefined {
		if ([...this.names.values()].every((field) => 'index' in field)) return undefined;
		const names = [...this.names.keys()].join('\n');
		if (!this.foreign.has(names)) this.foreign.set(names, ownNames(this.names));
		return this.foreign.get(names);
	}

	private readFields(json: Record<string, unknown>, row: RowBuilder, path: string): void {
		const fields = this.fieldsIn(path);
		for (const key of Object.keys(json)) {
			const value = json[key];
			let named = fields.get(key);
			if (!named) {
				named = this.find(path, key);
				fields.set(key, named);
			}
			this.readField(named, value, row);
		}
	}

	private readField(named: NamedField, value: unknown, row: RowBuilder): void {
		const { name, isGroup, isTickets } = named;
		if (!isGroup || !isNested(value)) {
			if (isGroup && (value === null || value === undefined)) return;
			this.set(name, (named.field ??= this.columns.resolve(name)), value, row);
		} else if (!Array.isArray(value) || isTickets) {
			this.readFields(value, row, name);
		} else if (value.length > 0) {
			this.set(name, (named.list ??= this.columns.resolveList(name)), value, row);
		}
	}

	private set(name: string, field: Field, value: unknown, row: RowBuilder): void {
		this.names.set(name, field);
		if ('index' in field) row.set(field.index, value);
		else if ('finding' in field) row.refuse(field.finding);
	}

	private find(path: string, key: string): NamedField {
		const name = path === '' ? cleanName(key) : `${path}.${cleanName(key)}`;
		const plain = toColumnName(name);
		return {
			name,
			isGroup: this.columns.indexOf(plain) === undefined && GROUP.test(plain),
			isTickets: TICKETS.test(plain),
		};
	}

	private fieldsIn(path: string): Map<string, NamedField> {
		let fields = this.fields.get(path);
		if (!fields) this.fields.set(path, (fields = new Map()));
		return fields;
	}
}

/** A list or an object of fields; a date, also one of Luxon, is a value. */
function isNested(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	return !(value instanceof Date) && !('isLuxonDateTime' in value);
}
