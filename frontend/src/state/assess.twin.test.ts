import { describe, expect, it } from "vitest";
import { type AssessRules, type Inputs, type Method, rate, residual } from "./assess.ts";
import { fixture } from "./fixtures.ts";

interface Cases {
  rules: AssessRules;
  cases: {
    method: Method;
    inputs: Inputs;
    after: Inputs | null;
    expected: [number, number, number] | null;
  }[];
}

const { rules, cases } = fixture<Cases>("assessments.json");

function plain(method: Method, inputs: Inputs, after: Inputs | null): [number, number, number] | null {
  const before = rate(method, inputs, rules);
  if (!before) return null;
  return [before.value, before.level, residual(before, after && rate(method, after, rules), rules)];
}

describe("assessments, as the server computes them", () => {
  it("has cases of both methods, and some that are refused", () => {
    expect(cases.filter((one) => one.method === "LEC").length).toBeGreaterThan(250);
    expect(cases.filter((one) => one.expected === null).length).toBeGreaterThan(3);
  });

  it("agrees on every one", () => {
    for (const { method, inputs, after, expected } of cases) {
      expect(plain(method, inputs, after), JSON.stringify({ method, inputs, after })).toEqual(expected);
    }
  });
});
