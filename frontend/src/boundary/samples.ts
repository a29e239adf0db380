/** A coverage for tests: a field of cells with uneven nodes, as a city has them. */
import fc from "fast-check";
import { type Cell, Ground } from "./ground.ts";
import { type Place, snapped } from "./shapes.ts";

const STEP = 0.01;
const [WEST, SOUTH] = [113.8, 34];

export function cellAt(columns: number, column: number, row: number): number {
  return 1 + row * columns + column;
}

/** Cells with one more corner on each inner edge than the field has, so that there are bends beside junctions. */
export function field(columns: number, rows: number, shift: (i: number) => number = () => 0): Ground {
  const corner = (column: number, row: number): Place => {
    const inner = column % columns !== 0 && row % rows !== 0;
    const i = (2 * rows + 1) * column + row;
    return snapped([
      WEST + (column + (inner ? shift(i) : 0)) * STEP,
      SOUTH + (row + (inner ? shift(i + 1) : 0)) * STEP,
    ]);
  };
  const between = ([ax, ay]: Place, [bx, by]: Place): Place => snapped([(ax + bx) / 2, (ay + by) / 2]);
  const ground = new Ground();
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const four = [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
      ];
      const ring = four.flatMap((at, i) => [at, between(at, four[(i + 1) % 4] as Place)]);
      ground.put(plainCell(cellAt(columns, column, row), [[ring]]));
    }
  }
  return ground;
}

export function plainCell(id: number, shape: Cell["shape"]): Cell {
  const name = `网格${id}`;
  return { id, code: "", name, parent: 1, parentName: "", exclave: false, mine: true, changed: false, shape };
}

/** Fields of some size with corners moved by up to a third of a cell. */
export const fields = fc
  .record({
    columns: fc.integer({ min: 2, max: 5 }),
    rows: fc.integer({ min: 2, max: 5 }),
    seed: fc.nat(9_999),
  })
  .map(({ columns, rows, seed }) =>
    field(columns, rows, (i) => (((seed + 1) * (i + 7) * 7_919) % 601) / 900 - 1 / 3),
  );
