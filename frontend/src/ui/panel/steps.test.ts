import { describe, expect, it } from "vitest";
import { inOrder, isForward } from "./steps.ts";

const commands = (...names: string[]) => names.map((name) => ({ name, required: [], evidence_only: false }));

describe("steps of a hazard", () => {
  it("put the way on first and the way back last", () => {
    const ordered = inOrder(commands("return", "suspend", "reclassify", "accept"), "reinspected");
    expect(ordered.map((command) => command.name)).toEqual(["accept", "reclassify", "return", "suspend"]);
  });

  it("mark only the step that fits the state", () => {
    expect(isForward("verify", "reported")).toBe(true);
    expect(isForward("verify", "ordered")).toBe(false);
    expect(isForward("reopen", "closed")).toBe(false);
  });
});
