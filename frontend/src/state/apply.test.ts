import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Op } from "../net/wire.ts";
import { apply, type ScreenState, stateFrom } from "./apply.ts";
import { point, snapshot } from "./samples.ts";
import { scopeFrom } from "./scope.ts";

const city = scopeFrom({ cells: null, units: [], industries: [] });

function plain(state: ScreenState): unknown {
  const sorted = (map: Map<number, unknown>): unknown[] => [...map].sort(([a], [b]) => a - b);
  return {
    objects: sorted(state.objects.point),
    removed: sorted(state.removed.point),
    counts: sorted(state.counts),
  };
}

describe("apply", () => {
  it("takes a newer version and drops older ones and echoes", () => {
    const state = stateFrom(snapshot());
    const red: Op = { o: "upsert", e: "point", d: point({ v: 3, live: 1 }) };
    expect(apply(state, red, city)).toMatchObject({ object: { before: { live: 4 }, after: { live: 1 } } });
    expect(apply(state, red, city)).toBeNull();
    expect(apply(state, { o: "upsert", e: "point", d: point({ v: 2, live: 2 }) }, city)).toBeNull();
    expect(state.objects.point.get(1)?.live).toBe(1);
  });

  it("does not bring back what was removed with a later version", () => {
    const state = stateFrom(snapshot());
    apply(state, { o: "remove", e: "point", id: 1, v: 5 }, city);
    expect(apply(state, { o: "upsert", e: "point", d: point({ v: 4 }) }, city)).toBeNull();
    expect(state.objects.point.has(1)).toBe(false);
    apply(state, { o: "upsert", e: "point", d: point({ v: 6 }) }, city);
    expect(state.objects.point.get(1)?.v).toBe(6);
  });

  it("forgets what became too harmless for the tier, with its version", () => {
    const state = stateFrom(
      snapshot({ tier: "hot", objects: { point: [point({ live: 1 })], unit: [], hazard: [], alarm: [] } }),
    );
    const applied = apply(state, { o: "upsert", e: "point", d: point({ v: 2, live: 3 }) }, city);
    expect(applied).toMatchObject({ object: { after: null } });
    expect(state.removed.point.get(1)).toBe(2);
  });

  it("gives the same state however often and in whatever order ops arrive", () => {
    const version = fc.integer({ min: 2, max: 6 });
    const op = fc.oneof(
      fc.record({ id: fc.integer({ min: 1, max: 3 }), v: version, live: fc.constantFrom(1, 2, 3, 4) }).map(
        // one version has one content, as on the server
        ({ id, v }): Op => ({
          o: "upsert",
          e: "point",
          d: point({ id, v: v * 2, live: ((id + v) % 4) as 0 }),
        }),
      ),
      fc
        .record({ id: fc.integer({ min: 1, max: 3 }), v: version })
        .map(({ id, v }): Op => ({ o: "remove", e: "point", id, v: v * 2 + 1 })),
      version.map((v): Op => ({ o: "counts", c: 41, v, n: [v] })),
    );
    fc.assert(
      fc.property(fc.array(op, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (ops, order) => {
        const once = stateFrom(snapshot());
        for (const each of ops) apply(once, each, city);
        const shuffled = [...ops, ...ops].map((each) => [order.next().value ?? 0, each] as const);
        const again = stateFrom(snapshot());
        for (const [, each] of shuffled.sort(([a], [b]) => a - b)) apply(again, each, city);
        expect(plain(again)).toEqual(plain(once));
      }),
    );
  });
});
