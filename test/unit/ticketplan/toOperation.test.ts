import { toOperation } from '../../../nodes/TicketplanSftpImport/operations/index';
import { KaskoError } from '../../../nodes/shared/KaskoError';

it.each(['importPolicies', 'previewFile', 'getImports'])('knows the operation %s', (name) => {
	expect(toOperation(name).name).toBe(name);
});

it.each(['deleteAll', 'constructor', ''])('refuses the operation %j', (name) => {
	expect(() => toOperation(name)).toThrow(KaskoError);
});
