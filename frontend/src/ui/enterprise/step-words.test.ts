// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { closesItself, planSent } from "../panel/steps.ts";
import { wordsOf } from "./step-words.ts";

const step = (command: string, fields: Record<string, unknown> = {}, proposed = false) => ({
  n: 1,
  command,
  actor: "",
  role: "DEP",
  from_state: "",
  to_state: "",
  note: { fields, proposed },
  at: "2026-03-02T09:00:00Z",
});

describe("what a unit reads of a step", () => {
  const read = (...of: Parameters<typeof step>) =>
    wordsOf(step(...of))
      .map(([, value]) => value)
      .filter(Boolean);

  it("is what it was ordered and what it sent", () => {
    expect(read("order", { order_number: "令1", demands: "更换阀门" })).toEqual(["令1", "更换阀门"]);
    expect(read("submit", { done: "已更换", cost: 300 })).toEqual(["已更换", "300"]);
  });

  it("leaves photos to where they are shown", () => {
    expect(read("reinspect", { result: "合格", photos: ["p1"] })).toEqual(["合格"]);
  });
});

describe("whose turn it is", () => {
  it("is the authority's once the plan is sent, until it is answered", () => {
    const plan = step("plan");
    expect(planSent({ state: "ordered", steps: [step("order"), plan] })).toBe(plan.at);
    expect(planSent({ state: "ordered", steps: [step("order"), plan, step("approve_plan")] })).toBe("");
    expect(planSent({ state: "ordered", steps: [step("order")] })).toBe("");
  });

  it("is another's of the unit where the unit found it itself", () => {
    const own = {
      state: "rectifying",
      major: false,
      self_found: true,
      steps: [step("self_record")],
    } as const;
    expect(closesItself({ ...own, steps: [...own.steps] })).toBe(true);
    expect(closesItself({ ...own, steps: [step("self_record"), step("reopen")] })).toBe(false);
  });
});
