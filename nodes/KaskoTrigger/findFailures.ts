import { findMessage, findReason, messageOf } from './findMessage';
import type { PayloadNode } from './walkPayload';
import { walkPayload } from './walkPayload';

export interface Failure {
	message: string;
	idempotencyKey: string;
}

/** Also as the last part of a dotted name, as in the columns of an import file. */
const IDEMPOTENCY_KEY_FIELD = /(^|\.)idempotencykeys?$/;

/** What an import error says: one failure for each idempotency key in its payload, or one without a key. */
export function findFailures(payload: unknown): Failure[] {
	const owners = findKeys(payload);
	if (owners.size > 1) {
		return [...owners].map(([idempotencyKey, owner]) => ({
			message: findMessage(owner.value) || messageAbove(owner),
			idempotencyKey,
		}));
	}
	const [idempotencyKey = ''] = owners.keys();
	return [{ message: findMessage(payload) || findReason(payload), idempotencyKey }];
}

function findKeys(payload: unknown): Map<string, PayloadNode> {
	const owners = new Map<string, PayloadNode>();
	for (const node of walkPayload(payload)) {
		for (const [name, value] of node.fields) {
			if (!IDEMPOTENCY_KEY_FIELD.test(name)) continue;
			for (const key of [value].flat()) {
				const text = typeof key === 'string' || typeof key === 'number' ? String(key).trim() : '';
				if (text && !owners.has(text)) owners.set(text, node);
			}
		}
	}
	return owners;
}

function messageAbove(node: PayloadNode): string {
	for (let above = node.parent; above; above = above.parent) {
		const message = messageOf(above.fields);
		if (message) return message;
	}
	return '';
}
