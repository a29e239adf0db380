import { describe, expect, it } from "vitest";
import { alarm, hazard, point, row, snapshot } from "./samples.ts";
import { Store, type StoreChange } from "./store.ts";

function loaded(fields = {}): { store: Store; changes: StoreChange[] } {
  const store = new Store();
  const changes: StoreChange[] = [];
  store.load(snapshot(fields));
  store.subscribe((change) => changes.push(change));
  return { store, changes };
}

describe("Store", () => {
  it("colours cells of every level from the counts", () => {
    const { store } = loaded();
    // 丙: X = 80, S = 88.9; three vacant posts: M = 60 → 0.5·88.9 + 0.2·60 = 56
    expect(store.cell(43)).toMatchObject({ index: 56, level: 3 });
    expect(store.cell(42)).toMatchObject({ index: null, level: 0 });
    expect(store.cell(22)?.index).toBe(56);
    expect(store.cell(1)?.index).toBeGreaterThan(store.cell(41)?.index ?? 99);
  });

  it("recomputes a community and all above it when its counts change", () => {
    const { store, changes } = loaded();
    store.apply([
      { o: "counts", c: 41, v: 2, n: row({ b4: 1, p1: 1, u3: 1, major: 1, leaders: 1, officers: 2 }) },
    ]);
    expect(store.cell(41)).toMatchObject({ level: 1, eventRed: true });
    expect(store.cell(21)).toMatchObject({ level: 2, badge: 1 });
    expect(changes[0]?.cells).toEqual(new Set([41, 21, 11, 1]));
  });

  it("says which of the recomputed cells have another colour", () => {
    const { store, changes } = loaded();
    const before = new Map([...store.cells()].map(([id, { level }]) => [id, level]));
    store.apply([{ o: "counts", c: 43, v: 2, n: row({ p1: 2, b1: 2, u3: 1, reported: 1 }) }]);
    expect(changes[0]?.cells).toEqual(new Set([43, 22, 11, 1]));
    expect(changes[0]?.recoloured).toEqual(new Set());
    store.apply([{ o: "counts", c: 43, v: 3, n: row({ p1: 2, b1: 2, u3: 1, major: 1 }) }]);
    const others = [...store.cells()].filter(([id, { level }]) => before.get(id) !== level);
    expect(changes[1]?.recoloured).toEqual(new Set(others.map(([id]) => id)));
    expect(changes[1]?.recoloured).toContain(43);
  });

  it("gives no colour to a cell of which the viewer sees a part only", () => {
    const scope = { hash: "c", cells: [43], units: [], industries: [], mask: [], valid_until: null };
    const { store } = loaded({ scope, counts: [[43, 1, row({ p1: 2, b1: 2, u3: 1 })]] });
    expect(store.cell(43)?.index).toBe(56);
    expect([store.cell(22), store.cell(41), store.cell(1)]).toEqual([undefined, undefined, undefined]);
  });

  it("says nothing for old news", () => {
    const { store, changes } = loaded();
    store.apply([{ o: "upsert", e: "point", d: point({ v: 1, live: 1 }) }]);
    expect(changes).toEqual([]);
  });

  it("passes on ops of objects that the tier does not hold, for the tiles", () => {
    const { store, changes } = loaded({
      tier: "hot",
      objects: { point: [], unit: [], hazard: [], alarm: [] },
    });
    const op = { o: "upsert", e: "point", d: point({ v: 2, live: 3 }) } as const;
    store.apply([op]);
    expect(store.get("point", 1)).toBeUndefined();
    expect(changes[0]?.ops).toEqual([op]);
  });

  it("adds up the legend from counts, unowned ground included", () => {
    const { store } = loaded();
    expect(store.legend().live).toEqual({ 0: 0, 1: 2, 2: 0, 3: 1, 4: 1 });
    expect(store.legendOf(21).live[4]).toBe(1);
    expect(store.counts(0).get("p3")).toBe(1);
  });

  it("adds up the legend of an enterprise from what it holds; a claim counts at its firm level", () => {
    const scope = { hash: "u", cells: [], units: [7], industries: [], mask: [], valid_until: null };
    const claimed = point({ live: 1, firm: 3, base: 4 });
    const { store } = loaded({
      scope,
      objects: { point: [claimed], unit: [], hazard: [hazard({ state: "verified" })], alarm: [] },
    });
    expect(store.legend()).toMatchObject({
      live: { 1: 0, 3: 1, 4: 0 },
      provisional: 1,
      hazards: { open: 1, major: 1, unverified: 0 },
    });
  });

  it("stops telling who unsubscribed", () => {
    const { store } = loaded();
    const heard: StoreChange[] = [];
    const stop = store.subscribe((change) => heard.push(change));
    stop();
    store.apply([{ o: "remove", e: "point", id: 1, v: 9 }]);
    expect(heard).toEqual([]);
  });

  it("passes on what the log tells beside the ground, and holds none of it", () => {
    const { store, changes } = loaded();
    store.apply([
      { o: "layer", code: "sites", version: 3 },
      { o: "upsert", e: "alarm", d: alarm() },
    ]);
    expect(changes[0]?.told).toEqual([{ o: "layer", code: "sites", version: 3 }]);
    expect(changes[0]?.ops).toHaveLength(1);
    expect(store.get("alarm", 5)?.severity).toBe("hh");
    store.apply([{ o: "upsert", e: "alarm", d: alarm({ v: 2, state: "false" }) }]);
    expect([...store.all("alarm")]).toEqual([]);
  });
});
