import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Op } from "../net/wire.ts";
import { hazard, point, unit } from "../state/samples.ts";
import { Overlay, REBASE_AT } from "./overlay.ts";

const changed = (id: number, v: number): Op => ({ o: "upsert", e: "point", d: point({ id, v }) });

describe("Overlay", () => {
  it("hides a twin that knows no more, and gives way to one that does", () => {
    const overlay = new Overlay();
    overlay.take([changed(1, 5)]);
    expect([4, 5, 6].map((v) => overlay.hides("point", 1, v))).toEqual([true, true, false]);
    expect(overlay.giveWay([{ entity: "point", id: 1, v: 5 }])).toEqual([]);
    expect(overlay.giveWay([{ entity: "point", id: 1, v: 6 }]).map(({ id }) => id)).toEqual([1]);
    expect(overlay.hides("point", 1, 6)).toBe(false);
  });

  it("hides the twin of what left the map", () => {
    const overlay = new Overlay();
    const [entry] = overlay.take([{ o: "remove", e: "unit", id: 7, v: 2 }]);
    expect(entry?.drawn).toBeNull();
    expect(overlay.hides("unit", 7, 1)).toBe(true);
  });

  it("does not mix up entities with the same id, and leaves hazards to the state", () => {
    const overlay = new Overlay();
    overlay.take([
      { o: "upsert", e: "unit", d: unit({ id: 1, v: 3 }) },
      { o: "upsert", e: "hazard", d: hazard() },
    ]);
    expect(overlay.size).toBe(1);
    expect(overlay.hides("point", 1, 1)).toBe(false);
  });

  it("keeps what came after a reload began", () => {
    const overlay = new Overlay();
    overlay.take([changed(1, 2), changed(2, 2)]);
    const generation = overlay.beginReload();
    overlay.take([changed(2, 3), changed(3, 1)]);
    expect(overlay.reloaded(generation).map(({ id }) => id)).toEqual([1]);
    expect(overlay.size).toBe(2);
  });

  it("asks to be rebased when it is full", () => {
    const overlay = new Overlay();
    overlay.take(Array.from({ length: REBASE_AT - 1 }, (_, id) => changed(id + 1, 1)));
    expect(overlay.full).toBe(false);
    overlay.take([changed(REBASE_AT, 1)]);
    expect(overlay.full).toBe(true);
  });

  it("never goes back to an older version", () => {
    const versions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(versions, (all) => {
        const overlay = new Overlay();
        for (const v of all) overlay.take([changed(1, v)]);
        expect(overlay.get("point", 1)?.v).toBe(Math.max(...all));
      }),
    );
  });
});
