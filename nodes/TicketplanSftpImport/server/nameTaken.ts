import { KaskoError } from '../../shared/KaskoError';

/** A file of that name is there, and nothing says that it holds the same rows. */
export function nameTaken(path: string): KaskoError {
	return new KaskoError(
		`'${path}' is already on the server, and may hold other rows`,
		'Choose another file name, or leave the file name empty: the node then makes one that no other rows can have.',
	);
}
