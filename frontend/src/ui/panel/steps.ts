import type { CommandSpec } from "../details.ts";

/** The step that carries a hazard on, by its state. */
const FORWARD: Record<string, readonly string[]> = {
  reported: ["transfer_accept", "verify"],
  verified: ["transfer_accept", "order", "fix_on_spot"],
  ordered: ["extend_decide", "approve_plan", "plan"],
  rectifying: ["extend_decide", "submit", "self_close"],
  submitted: ["reinspect"],
  reinspected: ["accept"],
  accepted: ["delist"],
};
/** Steps back or with heavy consequences: never the first button. */
export const AGAINST: ReadonlySet<string> = new Set(["reject", "return", "suspend", "reopen"]);

function rank(name: string, state: string): number {
  const forward = (FORWARD[state] ?? []).indexOf(name);
  if (forward >= 0) return forward;
  return AGAINST.has(name) ? 100 : 50;
}

/** Commands in the order a person looks for them: onward first, then others, against last. */
export function inOrder(commands: readonly CommandSpec[], state: string): CommandSpec[] {
  return [...commands].sort((a, b) => rank(a.name, state) - rank(b.name, state));
}

export function isForward(name: string, state: string): boolean {
  return (FORWARD[state] ?? []).includes(name);
}
