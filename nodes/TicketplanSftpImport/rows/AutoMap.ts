import type { ColumnSet, Field } from '../columns/ColumnSet';
import { cleanName } from '../columns/ColumnSet';
import type { RowBuilder } from './RowBuilder';

/** Names that can hold columns: `policy: { data: { … } }` is as good as `policy.data.…`. */
const GROUP = /^(?:quote|policy)(?:\.[\w-]+)*$/;

interface Place {
	/** The dotted name. */
	name: string;
	isGroup: boolean;
	field?: Field;
}

/** Reads the fields of items into the cells of rows by their names, dotted or nested. */
export class AutoMap {
	/** The places of the names in an object, by the dotted name of that object. */
	private readonly places = new Map<string, Map<string, Place>>();

	constructor(private readonly columns: ColumnSet) {}

	read(json: Record<string, unknown>, row: RowBuilder, path = ''): void {
		const places = this.placesIn(path);
		for (const key of Object.keys(json)) {
			const value = json[key];
			let place = places.get(key);
			if (!place) {
				place = this.find(path, key);
				places.set(key, place);
			}
			if (place.isGroup && isNested(value)) this.read(value, row, place.name);
			else if (!place.isGroup || (value !== null && value !== undefined))
				this.set(place, value, row);
		}
	}

	private set(place: Place, value: unknown, row: RowBuilder): void {
		const field = (place.field ??= this.columns.resolve(place.name));
		if ('index' in field) row.set(field.index, value);
		else if ('finding' in field) row.refuse(field.finding);
	}

	private find(path: string, key: string): Place {
		const name = path === '' ? cleanName(key) : `${path}.${cleanName(key)}`;
		return { name, isGroup: this.columns.indexOf(name) === undefined && GROUP.test(name) };
	}

	private placesIn(path: string): Map<string, Place> {
		let places = this.places.get(path);
		if (!places) this.places.set(path, (places = new Map()));
		return places;
	}
}

/** A list or an object of fields; a date, also one of Luxon, is a value. */
function isNested(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	return !(value instanceof Date) && !('isLuxonDateTime' in value);
}
