import type { Client } from 'ssh2';

/** Every SSH program takes packets of 32,768 bytes (RFC 4253, section 6.1); this leaves room for odd ones. */
const LEAST_BYTES = 256;

const CONNECT_FAILED = 2;

/** What ssh2 does, inside, with the server's answer to the opening of a channel. */
interface Handlers {
	CHANNEL_OPEN_CONFIRMATION(
		protocol: unknown,
		channel: { recipient: number; packetSize: number },
	): void;
	CHANNEL_OPEN_FAILURE(
		protocol: unknown,
		recipient: number,
		reason: number,
		description: string,
	): void;
}

/** The part of ssh2's inside that hears of an opened channel; nothing public does. Another ssh2 may not have it. */
interface Inside {
	_protocol?: { _handlers?: Partial<Handlers> };
}

/**
 * Treats a channel as not opened that takes only tiny packets. ssh2 (seen in 1.17) cuts what it sends into packets of the
 * size that the server names, and goes on without end, until the memory is full, where that is 0. To be called after the
 * handshake. Does nothing with an ssh2 that is made otherwise inside.
 */
export function refuseTinyPackets(client: Client): void {
	const handlers = (client as unknown as Inside)._protocol?._handlers;
	const { CHANNEL_OPEN_CONFIRMATION: confirm, CHANNEL_OPEN_FAILURE: fail } = handlers ?? {};
	if (!handlers || !confirm || !fail) return;
	handlers.CHANNEL_OPEN_CONFIRMATION = (protocol, channel) => {
		const { recipient, packetSize } = channel;
		if (packetSize >= LEAST_BYTES) return confirm(protocol, channel);
		fail(protocol, recipient, CONNECT_FAILED, `it takes packets of ${packetSize} bytes`);
	};
}
