/** Stands in for one of n8n's `this`: gives what the test defines and refuses everything else. */
export function strictContext<T extends object>(defined: object): T {
	return new Proxy(defined, {
		get(target, name) {
			if (name in target) return Reflect.get(target, name) as unknown;
			throw new Error(`The test defines no "${String(name)}".`);
		},
	}) as T;
}
