import { SftpError } from './SftpError';

export function cancelledError(): SftpError {
	return new SftpError(
		'cancelled',
		'The run was stopped',
		'Run the workflow again when you are ready.',
	);
}
