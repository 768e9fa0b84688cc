export interface Table {
	title: string;
	head: string[];
	rows: Array<Array<string | number>>;
}

/** A figure that an issue asks for. */
export interface Target {
	what: string;
	measured: number;
	/** Absent: `limit` is the most that is allowed. */
	atLeast?: boolean;
	limit: number;
}

/** What one part of the benchmark has found. */
export interface Section {
	title: string;
	/** How it was measured: what the reader needs to judge the figures. */
	method: string[];
	tables: Table[];
	targets: Target[];
}
