import type { Outcome } from '../server/outcome';

/** A policy that somebody in this process is buying right now. */
export interface Claim {
	/** How it ends; resolves when whoever asks next finds that in the memories, too. */
	outcome: Promise<Outcome>;
	/** Somebody waits for it. */
	hurry: () => void;
}

const ofNodes = new Map<string, Map<string, Claim>>();
const ofExecutions = new WeakMap<object, Map<string, Claim>>();

/**
 * Who buys what in this process, so that executions at the same time, and calls at the same time within one, buy a policy
 * once. Looking and claiming happen in one turn of the event loop: nothing can come in between.
 */
export class Claims {
	private constructor(
		private readonly claims: Map<string, Claim>,
		private readonly forget: () => void,
	) {}

	/** Shared by all executions of a node; `node` names it in this n8n. */
	static ofNode(node: string): Claims {
		const claims = ofNodes.get(node) ?? new Map<string, Claim>();
		ofNodes.set(node, claims);
		return new Claims(claims, () => {
			if (claims.size === 0 && ofNodes.get(node) === claims) ofNodes.delete(node);
		});
	}

	/** Shared by the calls within one execution; `context` is n8n's object of the node in it. */
	static ofExecution(context: object): Claims {
		const claims = ofExecutions.get(context) ?? new Map<string, Claim>();
		ofExecutions.set(context, claims);
		return new Claims(claims, () => undefined);
	}

	/** The claim of somebody else, or undefined, and then the caller has it now. */
	claim(key: string, own: Claim): Claim | undefined {
		const other = this.claims.get(key);
		if (!other) this.claims.set(key, own);
		return other;
	}

	release(key: string, own: Claim): void {
		if (this.claims.get(key) === own) this.claims.delete(key);
		this.forget();
	}
}
