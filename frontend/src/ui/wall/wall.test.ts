// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { AlarmDrawn, HazardDrawn, WallView } from "../../net/wire.ts";
import { alarm, hazard, point } from "../../state/samples.ts";
import { aim, messageOf } from "./aim.ts";
import { inOrder, pushedFirst } from "./alarms.ts";
import { sixes } from "./chart.ts";
import { freshnessOf } from "./fresh.ts";
import { changesOf, WallNews } from "./news.ts";
import { HOME_MS, STOP_MS, Tour } from "./tour.ts";
import { Turns } from "./turns.ts";

const VIEW: WallView = {
  place: null,
  select: null,
  preset: "all",
  message: null,
  alarm: null,
  tour: false,
  by: "陈指挥",
  at: "2026-11-22T09:00:00Z",
};
const nowhere = { alarms: [] as AlarmDrawn[], stop: null, placeOf: () => null };

describe("freshness", () => {
  it("turns amber after 5 s of silence and red after 30 s, by silence alone", () => {
    expect([0, 5_000, 5_001, 30_000, 30_001].map(freshnessOf)).toEqual([
      "live",
      "live",
      "late",
      "late",
      "stale",
    ]);
    expect(freshnessOf(null)).toBe("connecting");
  });
});

describe("where a wall looks", () => {
  const stop = { id: 5, lon: 113, lat: 34 };
  const rings = alarm({ id: 3, state: "raised" });

  it("shows what was pushed before everything else", () => {
    const place = { lon: 113.9, lat: 34.1, zoom: 13 };
    expect(aim({ ...nowhere, view: { ...VIEW, place }, alarms: [rings], stop })).toMatchObject({
      ...place,
      why: "place",
    });
    expect(aim({ ...nowhere, view: { ...VIEW, alarm: 3 }, alarms: [rings] })?.key).toBe("alarm:3");
  });

  it("stops the tour for an alarm that rings, and not for one that is taken", () => {
    expect(aim({ ...nowhere, view: null, alarms: [rings], stop })?.why).toBe("alarm");
    const taken = alarm({ id: 3, state: "acknowledged" });
    expect(aim({ ...nowhere, view: null, alarms: [taken], stop })?.key).toBe("tour:5");
    const words = { ...VIEW, message: { text: "支援", until: null } };
    expect(aim({ ...nowhere, view: words, alarms: [rings] })?.why).toBe("alarm");
  });

  it("shows a thing that is pushed, or the whole area while nobody knows where it is", () => {
    const view = { ...VIEW, select: { e: "unit" as const, id: 7 } };
    expect(aim({ ...nowhere, view })).toBeNull();
    expect(aim({ ...nowhere, view, placeOf: () => ({ lon: 1, lat: 2 }) })?.key).toBe("unit:7");
  });

  it("shows a message until its end", () => {
    const view = { ...VIEW, message: { text: "支援", until: "2026-11-22T09:30:00Z" } };
    expect(messageOf(view, Date.parse("2026-11-22T09:29:59Z"))).toBe("支援");
    expect(messageOf(view, Date.parse("2026-11-22T09:30:00Z"))).toBeNull();
    expect(messageOf({ ...view, message: { text: "支援", until: null } }, Date.now())).toBe("支援");
  });
});

describe("the tour", () => {
  const stops = [1, 2].map((id) => ({ id, lon: 113, lat: 34 }));

  it("begins with the whole area, visits each red cell and comes home", () => {
    const tour = new Tour();
    const at = (ms: number): number | undefined => tour.step(ms, stops, true)?.id;
    expect([at(1), at(HOME_MS), at(HOME_MS + 1), at(HOME_MS + 2)]).toEqual([undefined, undefined, 1, 1]);
    expect(at(HOME_MS + 1 + STOP_MS)).toBe(2);
    expect(at(HOME_MS + 2 + 2 * STOP_MS)).toBeUndefined();
  });

  it("stays at home without red cells and when it is off, goes at once when switched on, survives the clock", () => {
    const tour = new Tour();
    expect(tour.step(1, [], true)).toBeNull();
    expect(tour.step(1 + 2 * HOME_MS, stops, false)).toBeNull();
    expect(tour.step(10 * HOME_MS, stops, true)?.id).toBe(1);
    expect(tour.step(5, stops, true)?.id).toBe(2);
  });
});

describe("turns", () => {
  it("pass from one to the next, wait for a pointer, and survive what has gone", () => {
    const turns = new Turns();
    turns.step(0, [1, 2, 3]);
    expect(turns.open).toBe(1);
    turns.step(7_999, [1, 2, 3]);
    expect(turns.open).toBe(1);
    turns.step(8_000, [1, 2, 3]);
    expect(turns.open).toBe(2);
    turns.hold(3);
    turns.step(99_000, [1, 2, 3]);
    expect(turns.open).toBe(3);
    turns.release();
    turns.step(199_000, [1, 2]);
    expect(turns.open).toBe(1);
    turns.step(200_000, []);
    expect(turns.open).toBeNull();
  });
});

describe("news", () => {
  const closed = hazard({ v: 3, state: "closed" });
  const change = (before: HazardDrawn | null, after: HazardDrawn) => ({
    reset: false,
    objects: [{ entity: "hazard" as const, id: after.id, before, after: null }],
    ops: [{ o: "upsert" as const, e: "hazard" as const, d: after }],
    cells: new Set<number>(),
    recoloured: new Set<number>(),
    told: [],
  });

  it("tells that a hazard was closed, though the screen holds it no more", () => {
    const news = new WallNews();
    expect(news.take(change(hazard({ state: "submitted" }), closed), 5)?.settled).toBe(true);
    expect(news.items).toHaveLength(1);
  });

  it("tells nothing of what is over and was never shown", () => {
    expect(changesOf(change(null, closed))).toEqual([]);
  });

  it("begins with what happened before, newest first", () => {
    const news = new WallNews();
    const before = point({ v: 1, live: 4 });
    const recent = [
      { at: "2026-11-22T08:00:00Z", e: "point" as const, id: 1, before, after: point({ v: 2, live: 2 }) },
      { at: "2026-11-22T08:05:00Z", e: "point" as const, id: 1, before, after: point({ v: 3, live: 1 }) },
    ];
    news.begin(recent);
    news.begin(recent);
    expect(news.items.map(({ key }) => key)).toEqual(["point:1:3", "point:1:2"]);
  });
});

describe("alarms and hours", () => {
  it("puts those that ring first, then the newest", () => {
    const [a, b, c] = [
      alarm({ id: 1, state: "acknowledged", since: "2026-11-22T09:00:00Z" }),
      alarm({ id: 2, state: "raised", since: "2026-11-22T08:00:00Z" }),
      alarm({ id: 3, state: "dispatched", since: "2026-11-22T08:30:00Z" }),
    ];
    expect(inOrder([a, b, c]).map(({ id }) => id)).toEqual([2, 1, 3]);
    const pushed = pushedFirst(inOrder([a, b, c]), { alarm: 3, by: "陈指挥" });
    expect(pushed.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(pushedFirst([a, b], { alarm: 9, by: "" })).toEqual([a, b]);
  });

  it("marks six-hour steps of China's clock", () => {
    const noon = Date.parse("2026-11-22T04:00:00Z") / 1000;
    expect(sixes(noon - 1, noon + 6 * 3600)).toEqual([noon, noon + 6 * 3600]);
  });
});
