import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { coarser, EVERY_MS, Refetch, type TileId, tileAt, within } from "./refetch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function refetch(zoom = 10): { it: Refetch; asked: (TileId[] | "all")[] } {
  const asked: (TileId[] | "all")[] = [];
  const it = new Refetch({
    zoom: () => zoom,
    refetch: (tiles) => asked.push(tiles),
    now: Date.now,
    random: () => 0.5,
  });
  return { it, asked };
}

describe("Refetch", () => {
  it("waits out the jitter, then asks once for all that changed", () => {
    const { it: plan, asked } = refetch();
    plan.touch(113.8, 34);
    plan.touch(113.8001, 34);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(asked).toEqual([[tileAt(113.8, 34, 10)]]);
  });

  it("asks at most every 5 s", () => {
    const { it: plan, asked } = refetch();
    for (let second = 0; second < 20; second += 1) {
      plan.touch(113.8, 34);
      vi.advanceTimersByTime(1_000);
      plan.done();
    }
    expect(asked.length).toBe(Math.ceil(20_000 / (EVERY_MS + 500)));
  });

  it("does not ask while the last answer is still to come", () => {
    const { it: plan, asked } = refetch();
    plan.touch(113.8, 34);
    vi.advanceTimersByTime(1_000);
    plan.touch(113.9, 34);
    vi.advanceTimersByTime(60_000);
    expect(asked.length).toBe(1);
    plan.done();
    vi.advanceTimersByTime(1_000);
    expect(asked.length).toBe(2);
  });

  it("asks for tiles of a close zoom too", () => {
    const { it: plan, asked } = refetch(15);
    plan.touch(113.8, 34);
    vi.advanceTimersByTime(1_000);
    expect(asked).toEqual([[tileAt(113.8, 34, 15)]]);
  });

  it("asks for everything when the place is not known", () => {
    const { it: plan, asked } = refetch();
    plan.touchAll();
    vi.advanceTimersByTime(1_000);
    expect(asked).toEqual(["all"]);
  });
});

describe("tiles", () => {
  it("finds the tile of a place", () => {
    expect(tileAt(113.85, 34.03, 10)).toEqual({ z: 10, x: 835, y: 408 });
    expect(tileAt(180, -89, 3)).toEqual({ z: 3, x: 7, y: 7 });
  });

  it("keeps to those that have bins", () => {
    const [near, far] = [tileAt(113.85, 34.03, 15), tileAt(113.95, 34.03, 15)];
    expect(within([near, far], [far])).toEqual([far]);
    expect(within([near], [])).toEqual([]);
    expect(within("all", [far])).toEqual([far]);
  });

  it("goes up the pyramid without repeating", () => {
    const deep = [tileAt(113.85, 34.03, 13), tileAt(113.851, 34.031, 13)];
    expect(coarser(deep, 8)).toEqual([tileAt(113.85, 34.03, 8)]);
  });
});
