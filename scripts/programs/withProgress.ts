const REPORT_EVERY_SECONDS = 15;

/** Says what is being waited for, how long it has taken so far, and how long it took in the end. */
export async function withProgress<T>(label: string, work: () => Promise<T>): Promise<T> {
	const start = Date.now();
	const elapsed = () => {
		const seconds = Math.round((Date.now() - start) / 1000);
		return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
	};
	console.log(`${label} …`);
	const timer = setInterval(
		() => console.log(`  … still busy after ${elapsed()}: ${label}`),
		REPORT_EVERY_SECONDS * 1000,
	);
	try {
		const result = await work();
		console.log(`  … done in ${elapsed()}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}
