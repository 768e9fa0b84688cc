import { KaskoError } from '../../shared/KaskoError';

export function folderMissing(path: string): KaskoError {
	return new KaskoError(
		`There is no folder '${path}' on the server`,
		"Check 'Folder' in the credential: it must be the folder that holds test and live. Testing the credential tells what is there. If the folder is right, ask KASKO to make it.",
	);
}
