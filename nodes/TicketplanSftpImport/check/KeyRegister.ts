/** Where a row stands: its number in its n8n item's file, or among the items. */
export interface Place {
	row: number;
	item: number;
}

/** Knows which keys of a run come more than once. */
export interface KeyRegister {
	/** Notes the key of a row, and gives the row that has the same key and comes first, as far as that is known. */
	add(key: string, row: number, item: number): Place | undefined;
	/** All rows have come by once. */
	endFirstPass(): void;
	/** Whether they have to come by again, to find rows with the same key. */
	readonly needsSecondPass: boolean;
}
