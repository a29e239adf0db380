import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squareMetresOf } from "../state/measure.ts";
import { cut, inside, labelPlace } from "./cut.ts";
import { type Change, crosses, inserted, moved, removed } from "./edits.ts";
import { type Ground, keyOf } from "./ground.ts";
import { nearestEdge, nearestVertex, snap } from "./nearest.ts";
import { cellAt, field, fields, plainCell } from "./samples.ts";
import { areaOf, edgesOf, inRing, inShape, type Place, type Ring, shapeOf, snapped } from "./shapes.ts";
import { Tints } from "./tint.ts";

function total(ground: Ground): number {
  return [...ground.all()].reduce((sum, cell) => sum + areaOf(cell.shape), 0);
}

function apply(ground: Ground, change: Change): void {
  for (const [id, shape] of change) {
    const cell = ground.get(id);
    if (cell) ground.put({ ...cell, shape });
  }
}

/** Every edge once forth and once back, but for those of the outline: nothing overlaps and nothing gapes. */
function outline(ground: Ground): string[] {
  const open = new Map<string, number>();
  for (const cell of ground.all()) {
    for (const ring of cell.shape.flat()) {
      for (const [a, b] of edgesOf(ring)) {
        const [p, q] = [keyOf(a), keyOf(b)].sort() as [string, string];
        open.set(`${p} ${q}`, (open.get(`${p} ${q}`) ?? 0) + 1);
      }
    }
  }
  expect(Math.max(...open.values())).toBeLessThanOrEqual(2);
  return [...open].filter(([, n]) => n === 1).map(([key]) => key);
}

function verticesOf(ground: Ground): Place[] {
  return [
    ...new Map([...ground.all()].flatMap((c) => c.shape.flat(2)).map((at) => [keyOf(at), at])).values(),
  ];
}

describe("the ground", () => {
  it("knows which cells share a vertex, and forgets cells that are gone", () => {
    const ground = field(3, 3);
    const middle = snapped([113.81, 34.01]);
    expect(ground.sharing(middle).sort()).toEqual([1, 2, 4, 5]);
    ground.remove(5);
    expect(ground.sharing(middle).sort()).toEqual([1, 2, 4]);
    expect(ground.at([113.815, 34.015])).toBeNull();
    for (const cell of [...ground.all()]) ground.remove(cell.id);
    expect(ground.size).toBe(0);
    expect(ground.spots(middle)).toEqual([]);
  });

  it("moves no vertex of the outline and none of a cell outside the plan", () => {
    const ground = field(3, 3);
    expect(ground.movable(snapped([113.81, 34.01]))).toBe(true);
    expect(ground.movable(snapped([113.81, 34]))).toBe(false);
    ground.put({ ...plainCell(5, ground.get(5)?.shape ?? []), mine: false });
    expect(ground.movable(snapped([113.81, 34.01]))).toBe(false);
    expect(ground.isJunction(snapped([113.81, 34.01]))).toBe(true);
    expect(ground.isJunction(snapped([113.81, 34.005]))).toBe(false);
  });

  it("gives neighbours different tints, and a cell the same one always", () => {
    fc.assert(
      fc.property(fields, (ground) => {
        const tints = new Tints(7);
        const of = new Map([...ground.all()].map((cell) => [cell.id, tints.get(ground, cell.id)]));
        for (const { id } of ground.all()) {
          expect(tints.get(ground, id)).toBe(of.get(id));
          // at four neighbours with a whole edge, one of seven tints is always free
          const beside = ground.neighbours(id).filter((other) => of.get(other) === of.get(id));
          expect(beside).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("edits", () => {
  it("keep the area and the outline, whatever is moved where nothing crosses", () => {
    fc.assert(
      fc.property(
        fields,
        fc.nat(),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (ground, n, x, y) => {
          const free = verticesOf(ground).filter((at) => ground.movable(at));
          fc.pre(free.length > 0);
          const at = free[n % free.length] as Place;
          const to = snapped([at[0] + x * 4e-4, at[1] + y * 4e-4]);
          const [area, edges] = [total(ground), outline(ground).sort()];
          const change = moved(ground, at, to);
          expect([...change.keys()].sort()).toEqual(ground.sharing(at).sort());
          fc.pre(!crosses(change, to));
          apply(ground, change);
          expect(Math.abs(total(ground) / area - 1)).toBeLessThan(1e-9);
          expect(outline(ground).sort()).toEqual(edges);
          apply(ground, moved(ground, to, at));
          expect(verticesOf(ground)).toContainEqual(at);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("insert a vertex on both sides of an edge, and remove it again", () => {
    fc.assert(
      fc.property(fields, fc.nat(), (ground, n) => {
        const before = JSON.stringify([...ground.all()].map((cell) => cell.shape));
        const edges = outline(ground).sort();
        const inner = [...ground.all()]
          .flatMap((cell) => [...edgesOf(cell.shape[0]?.[0] ?? [])])
          .filter(([a, b]) => ground.beside(a, b).length === 2);
        fc.pre(inner.length > 0);
        const [a, b] = inner[n % inner.length] as [Place, Place];
        const at = snapped([(a[0] * 2 + b[0]) / 3, (a[1] * 2 + b[1]) / 3]);
        apply(ground, inserted(ground, a, b, at));
        expect(ground.sharing(at)).toHaveLength(2);
        expect(outline(ground).sort()).toEqual(edges);
        apply(ground, removed(ground, at));
        const after = new Map([...ground.all()].map((cell) => [cell.id, cell.shape]));
        const ids = [...after.keys()].sort((p, q) => p - q);
        expect(JSON.stringify(ids.map((id) => after.get(id)))).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  it("say when an edge would run into another", () => {
    const ground = field(3, 3);
    const [at, beyond] = [snapped([113.81, 34.01]), snapped([113.835, 34.01])];
    expect(crosses(moved(ground, at, beyond), beyond)).toBe(true);
    const near = snapped([113.812, 34.009]);
    expect(crosses(moved(ground, at, near), near)).toBe(false);
  });
});

describe("what lies near", () => {
  it("finds the nearest vertex and edge as looking at all of them would", () => {
    fc.assert(
      fc.property(
        fields,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ground, x, y) => {
          const place: Place = [113.8 + x * 0.02, 34 + y * 0.02];
          const found = nearestVertex(ground, place, 400);
          const all = nearestVertex(ground, place, 400, { cells: ground.all() });
          expect(found).toEqual(all);
          expect(nearestEdge(ground, place, 400)).toEqual(nearestEdge(ground, place, 400, ground.all()));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("snaps to a vertex, else to an edge, else to the lattice alone", () => {
    const ground = field(2, 2);
    expect(snap(ground, [113.81001, 34.01001], 20)).toEqual({ at: snapped([113.81, 34.01]), to: "vertex" });
    expect(snap(ground, [113.81001, 34.0075], 20)).toEqual({ at: snapped([113.81, 34.0075]), to: "edge" });
    expect(snap(ground, [113.80312345678, 34.003], 20)).toEqual({ at: [113.8031235, 34.003], to: "free" });
  });
});

describe("cutting", () => {
  it("gives two parts that fill the cell, each with a place inside", () => {
    fc.assert(
      fc.property(fields, fc.nat(), fc.double({ min: 0, max: Math.PI, noNaN: true }), (ground, n, angle) => {
        const cells = [...ground.all()];
        const cell = cells[n % cells.length] as (typeof cells)[number];
        const [lon, lat] = labelPlace(cell.shape[0]?.[0] as Ring);
        const [dx, dy] = [Math.cos(angle) * 0.03, Math.sin(angle) * 0.03];
        const parts = cut(cell.shape, [
          [lon - dx, lat - dy],
          [lon, lat],
          [lon + dx, lat + dy],
        ]);
        fc.pre(parts !== null);
        if (!parts) return;
        const sum = squareMetresOf(parts[0]) + squareMetresOf(parts[1]);
        expect(Math.abs(sum / areaOf(cell.shape) - 1)).toBeLessThan(1e-6);
        for (const part of parts) {
          expect(inRing(inside(part), part)).toBe(true);
          expect(inShape(inside(part), cell.shape)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("goes from vertex to vertex as well, and refuses a line that ends inside", () => {
    const ground = field(3, 3);
    const cell = ground.get(cellAt(3, 1, 1));
    const [a, b, inner] = [snapped([113.81, 34.01]), snapped([113.82, 34.02]), snapped([113.815, 34.015])];
    const parts = cut(cell?.shape ?? [], [a, b]);
    expect(parts).not.toBeNull();
    const [one, two] = (parts ?? []).map(squareMetresOf) as [number, number];
    expect(Math.abs(one / two - 1)).toBeLessThan(0.01);
    expect(cut(cell?.shape ?? [], [a, inner])).toBeNull();
    expect(
      cut(cell?.shape ?? [], [
        [113.7, 33.9],
        [113.75, 33.95],
      ]),
    ).toBeNull();
  });
});

describe("shapes", () => {
  it("read GeoJSON and take the area of holes off", () => {
    const square = (from: number, to: number): number[][] => [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
      [from, from],
    ];
    const shape = shapeOf({ type: "Polygon", coordinates: [square(10, 10.3), square(10.1, 10.2)] });
    expect(areaOf(shape) / areaOf([[shape[0]?.[0] as Ring]])).toBeCloseTo(8 / 9, 3);
    expect(inShape([10.15, 10.15], shape)).toBe(false);
    expect(inShape([10.05, 10.15], shape)).toBe(true);
    expect(() => shapeOf({ type: "Point", coordinates: [1, 2] })).toThrow("Point");
  });
});
