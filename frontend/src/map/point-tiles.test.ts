import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Op } from "../net/wire.ts";
import { point } from "../state/samples.ts";
import type { StoreChange } from "../state/store.ts";
import { FeatureStates } from "./feature-states.ts";
import { PointTiles } from "./point-tiles.ts";
import { type TileId, tileAt } from "./refetch.ts";

const DENSE = { lon: 113.85, lat: 34.03 };
const SPARSE = { lon: 113.95, lat: 34.03 };

/** As much of MapLibre as the tiles need: one tile on the screen sums up what is around `DENSE`. */
class Painter {
  fetched: (TileId[] | undefined)[] = [];
  added: { properties: { i: number } }[] = [];
  constructor(readonly zoom: number) {}
  getZoom = (): number => this.zoom;
  getSource = (): unknown => ({ updateData: (data: { add: Painter["added"] }) => this.#take(data.add) });
  isSourceLoaded = (): boolean => true;
  setFeatureState = (): void => {};
  refreshTiles = (_source: string, tiles?: TileId[]): number => this.fetched.push(tiles);
  querySourceFeatures = (_source: string, { sourceLayer }: { sourceLayer: string }): unknown[] =>
    sourceLayer === "more"
      ? [
          {
            properties: { rest: 9000, unit: 2 },
            geometry: { type: "Point", coordinates: [DENSE.lon, DENSE.lat] },
          },
        ]
      : [];
  #take(marks: Painter["added"]): Promise<void> {
    this.added.push(...marks);
    return Promise.resolve();
  }
}

function tiles(zoom: number): { it: PointTiles; gl: Painter } {
  const gl = new Painter(zoom);
  return { it: new PointTiles(() => gl as never, new FeatureStates(() => gl as never)), gl };
}

function changed(id: number, at: { lon: number; lat: number }): StoreChange {
  const op: Op = { o: "upsert", e: "point", d: point({ id, v: 2, live: 4, base: 4, ...at }) };
  return { ops: [op], objects: [], recoloured: [], reset: false } as unknown as StoreChange;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("tiles that sum up a part of their points", () => {
  it("show a harmless point that changed, and are fetched again", () => {
    const { it: shown, gl } = tiles(15.4);
    shown.take(changed(7, DENSE));
    vi.advanceTimersByTime(1_500);
    expect(gl.added.map(({ properties }) => properties.i)).toEqual([7]);
    expect(gl.fetched).toEqual([[tileAt(DENSE.lon, DENSE.lat, 15)]]);
  });

  it("leave alone close tiles that draw every point", () => {
    const { it: shown, gl } = tiles(15.4);
    shown.take(changed(7, SPARSE));
    vi.advanceTimersByTime(1_500);
    expect(gl.added.length).toBe(1);
    expect(gl.fetched).toEqual([]);
  });

  it("are fetched wherever something changed below the detail zoom", () => {
    const { it: shown, gl } = tiles(12);
    shown.take(changed(7, SPARSE));
    vi.advanceTimersByTime(1_500);
    expect(gl.fetched).toEqual([[tileAt(SPARSE.lon, SPARSE.lat, 12)]]);
  });

  it("say what they leave out", () => {
    expect(tiles(15).it.leftOut()).toEqual({ red: 0, orange: 0, rest: 9000, shape: 0, unit: 2 });
  });
});
