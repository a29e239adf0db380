import { describe, expect, it, vi } from "vitest";
import { hazard, point } from "../state/samples.ts";
import type { StoreChange } from "../state/store.ts";

vi.mock("leaflet", () => ({ default: {} })); // the page's global; only the pure part is tested here
const { newsOf } = await import("./news.ts");

const change = (...objects: StoreChange["objects"]): StoreChange => ({
  reset: false,
  objects,
  cells: new Set(),
  recoloured: new Set(),
  ops: [],
  told: [],
});

describe("newsOf", () => {
  it("prefers the hazard to the point that it reddened", () => {
    const red = point({ live: 1, v: 2 });
    const news = newsOf(
      change(
        { entity: "hazard", id: 9, before: null, after: hazard() },
        { entity: "point", id: 1, before: point(), after: red },
      ),
    );
    expect(news?.title).toBe(hazard().title);
  });

  it("pulses for a point that got worse, not for one that got better or did not change", () => {
    const of = (before: number, after: number) =>
      newsOf(
        change({
          entity: "point",
          id: 1,
          before: point({ live: before as 0 }),
          after: point({ live: after as 0 }),
        }),
      );
    expect(of(4, 1)?.title).toBe(point().name);
    expect(of(1, 4)).toBeNull();
    expect(of(2, 2)).toBeNull();
    expect(of(0, 4)).not.toBeNull();
    expect(of(4, 0)).toBeNull();
  });

  it("tells that a hazard was closed, and is silent about one that only changed its words", () => {
    const closed = newsOf(change({ entity: "hazard", id: 9, before: hazard(), after: null }));
    expect(closed?.title).toBe(hazard().title);
    const words = hazard({ title: "改了标题", v: 2 });
    expect(newsOf(change({ entity: "hazard", id: 9, before: hazard(), after: words }))).toBeNull();
  });
});
