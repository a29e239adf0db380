import { describe, expect, it } from "vitest";
import type { Op, ScopeWire, Snapshot } from "../net/wire.ts";
import { apply, type ScreenState, stateFrom } from "./apply.ts";
import { fixture } from "./fixtures.ts";
import { scopeFrom } from "./scope.ts";

interface Case {
  name: string;
  scope: ScopeWire;
  snapshot: Pick<Snapshot, "tier" | "objects" | "counts">;
  ops: Op[];
  expected: Pick<Snapshot, "objects" | "counts">;
}

const { cases } = fixture<{ columns: string[]; cases: Case[] }>("replay.json");

/** What is held and shown; which removals are remembered is nobody's business. */
function shown({ objects, counts }: ScreenState): unknown {
  return { ...objects, counts };
}

describe("replay, as the server's tests do it", () => {
  it("has cases with every kind of op", () => {
    expect(cases.length).toBeGreaterThanOrEqual(12);
    expect(new Set(cases.flatMap(({ ops }) => ops.map((op) => op.o)))).toEqual(
      new Set(["upsert", "remove", "counts", "boundary"]),
    );
  });

  it.each(cases)("apply(snapshot, ops) is a fresh snapshot: $name", ({ scope, snapshot, ops, expected }) => {
    const sight = scopeFrom(scope);
    const state = stateFrom(snapshot);
    for (const op of ops) apply(state, op, sight);
    expect(shown(state)).toEqual(shown(stateFrom({ ...snapshot, ...expected })));
    for (const op of ops) expect(apply(state, op, sight)).toBeNull();
  });
});
