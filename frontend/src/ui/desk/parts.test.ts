// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import { kindsOf, levelsOf } from "./around-model.ts";
import { byDay, isNow } from "./roster-model.ts";
import type { AroundAnswer, Shift } from "./types.ts";
import { partsOf, withPart } from "./walls-model.ts";
import { WindowTitle } from "./window-title.ts";

const found = (total: number, ...names: string[]) => ({
  total,
  rows: names.map((name, i) => ({
    id: i,
    name,
    lon: 113.8,
    lat: 34,
    metres: 100 * i,
    level: 0,
    kind: "",
    people: 0,
  })),
});

describe("what lies around", () => {
  const answer: AroundAnswer = {
    lon: 113.8,
    lat: 34,
    metres: 500,
    units: found(2, "甲厂", "乙厂"),
    points: found(60, "储罐"),
    levels: [0, 1, 2, 3, 54],
    protected: found(1, "小学"),
    resources: found(0),
    communities: found(1, "甲社区"),
    people: {
      total: 1,
      rows: [{ person: 3, name: "王格", role: { zh: "网格员", en: "" }, cell: 41, unit: 0, place: "甲社区" }],
    },
  };

  it("names those who may be hurt first", () => {
    const kinds = kindsOf(answer);
    expect(kinds.map(({ name }) => name)).toEqual([
      "protected",
      "units",
      "points",
      "communities",
      "resources",
      "people",
    ]);
    expect(kinds.map(({ total }) => total)).toEqual([1, 2, 60, 1, 0, 1]);
    expect(kinds.at(-1)?.rows[0]).toMatchObject({ name: "王格", note: "甲社区", metres: null });
  });

  it("has points by level, and words for what a thing is", () => {
    expect(levelsOf(answer)).toEqual({ 0: 0, 1: 1, 2: 2, 3: 3, 4: 54 });
    const school = {
      ...found(1, "小学"),
      rows: [{ ...found(1, "小学").rows[0], kind: "school", people: 900 }],
    };
    const row = kindsOf({ ...answer, protected: school as AroundAnswer["protected"] })[0]?.rows[0];
    expect([row?.note, row?.people]).toEqual(["学校", 900]);
  });
});

describe("the roster", () => {
  const shift = (id: number, starts_at: string, ends_at: string): Shift => ({
    id,
    cell: { id: 1, name: "许昌市", level: 1 },
    may_end: false,
    person: { id: 2, name: "陈指挥" },
    deputy: { id: 3, name: "安卫国" },
    starts_at,
    ends_at,
  });

  it("goes by days, in order, and knows who sits there now", () => {
    const late = shift(1, "2026-11-21T16:00:00", "2026-11-22T00:00:00");
    const early = shift(2, "2026-11-21T08:00:00", "2026-11-21T16:00:00");
    const next = shift(3, "2026-11-22T00:00:00", "2026-11-22T08:00:00");
    expect(byDay([next, late, early]).map(([day, list]) => [day, list.map(({ id }) => id)])).toEqual([
      ["2026-11-21", [2, 1]],
      ["2026-11-22", [3]],
    ]);
    expect(isNow(early, Date.parse("2026-11-21T15:59:59"))).toBe(true);
    expect(isNow(early, Date.parse("2026-11-21T16:00:00"))).toBe(false);
  });
});

describe("a wall's view", () => {
  it("keeps what a push does not name", () => {
    const place = { lon: 113.8, lat: 34, zoom: 12 };
    const first = withPart(null, { place });
    expect(first).toMatchObject({ place, preset: "all", alarm: null, tour: false });
    const second = withPart({ ...first, by: "陈指挥", at: "2026" }, { preset: "risk" });
    expect(second).toEqual({ ...first, preset: "risk" });
    expect(partsOf({ ...second, alarm: 5, message: { text: "演练", until: null } })).toEqual([
      "alarm",
      "message",
      "place",
      "preset",
    ]);
    expect(partsOf(null)).toEqual([]);
    // Words and layers leave a wall where it is: it goes on touring.
    const words = withPart(null, { message: { text: "演练", until: null }, preset: "risk" });
    expect(words.tour).toBe(true);
    expect(partsOf(words)).toEqual(["message", "preset", "tour"]);
    expect(withPart(words, { alarm: 5 }).tour).toBe(false);
  });
});

describe("the window's title", () => {
  it("flashes while something rings and is as usual afterwards", () => {
    vi.useFakeTimers();
    const title = new WindowTitle(() => "值班台");
    title.ring("1 条警情");
    const seen = [document.title];
    for (let i = 0; i < 2; i += 1) {
      vi.advanceTimersByTime(1_000);
      seen.push(document.title);
    }
    expect(seen).toEqual(["1 条警情", "值班台", "1 条警情"]);
    title.ring("");
    expect(document.title).toBe("值班台");
    vi.useRealTimers();
  });
});
