import type { CommandSpec, HazardDetail } from "../details.ts";

/** The step that carries a hazard on, by its state. */
const FORWARD: Record<string, readonly string[]> = {
  reported: ["transfer_accept", "verify"],
  verified: ["transfer_accept", "order", "fix_on_spot"],
  ordered: ["extend_decide", "approve_plan", "plan"],
  rectifying: ["extend_decide", "self_close", "submit"],
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

/** Found by the unit itself and never ordered: one puts it right, another of the unit checks and closes it. */
export function closesItself(
  hazard: Pick<HazardDetail, "state" | "major" | "self_found" | "steps">,
): boolean {
  const { state, major, self_found, steps } = hazard;
  const ended = steps.some(({ command }) => ["order", "reopen"].includes(command));
  return state === "rectifying" && self_found && !major && !ended;
}

/** When the plan that now waits for its approval was sent; "" if none waits. */
export function planSent({ state, steps }: Pick<HazardDetail, "state" | "steps">): string {
  if (state !== "ordered") return "";
  const last = steps.findLast(
    ({ command, note }) => ["plan", "approve_plan", "order"].includes(command) && note["proposed"] !== true,
  );
  return last?.command === "plan" ? last.at : "";
}
