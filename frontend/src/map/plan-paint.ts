/** Painting of the planner's cells and of what lies over them. */
import type { Place } from "../state/measure.ts";
import { type Flat, flat, type Sheet } from "./painted.ts";
import { INK } from "./palette.ts";
import { paintArrow, paintSign, paintThing } from "./plan-marks.ts";
import type { LineMark, NodeMark, Overlay, PlanCell, Rings, ShapeMark, WordMark } from "./plan-types.ts";
import { Room } from "./room.ts";

/** A cell ready to be painted at any zoom. */
export interface Ready {
  cell: PlanCell;
  rings: readonly (readonly Flat[])[];
  label: Flat;
  box: readonly [number, number, number, number];
}

const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const name = (k: number): string => `500 ${13 * k}px ${FONT}`;
const NAME_HIGH = 20;
/** A name may stand out of its cell by this much. */
const LOOSE = 1.15;
const CHANGED = "#7a3fb0";
const BAD = "#c81e2b";

export function ready(cell: PlanCell): Ready {
  const rings = cell.shape.flat().map((ring) => ring.map(flat));
  const [xs, ys] = [rings.flat().map(([x]) => x), rings.flat().map(([, y]) => y)];
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  return { cell, rings, label: flat(cell.label), box };
}

/** All cells that are in the window, those of the plan over their neighbours; names where there is room. */
export function paintCells(sheet: Sheet, cells: Iterable<Ready>, hidden: ReadonlySet<number>): void {
  const seen = [...cells].filter((one) => !hidden.has(one.cell.id) && visible(sheet, one));
  const { pen } = sheet;
  for (const one of seen) {
    trace(sheet, one.rings);
    pen.fillStyle = one.cell.fill;
    pen.fill("evenodd");
  }
  pen.lineJoin = "round";
  for (const [group, line, width] of LINES) {
    pen.beginPath();
    for (const one of seen) if (group(one.cell)) addRings(sheet, one.rings);
    pen.strokeStyle = line;
    pen.lineWidth = width;
    pen.stroke();
  }
  paintNames(sheet, seen);
}

const LINES: readonly [(cell: PlanCell) => boolean, string, number][] = [
  [(cell) => cell.dim, "#c3cdda", 1],
  [(cell) => !cell.dim, "#5b6b83", 1.25],
  [(cell) => cell.changed && !cell.dim, CHANGED, 2.5],
];

function visible({ x, y, wide, high }: Sheet, { box }: Ready): boolean {
  return x(box[2]) >= 0 && y(box[3]) >= 0 && x(box[0]) <= wide && y(box[1]) <= high;
}

function trace(sheet: Sheet, rings: readonly (readonly Flat[])[]): void {
  sheet.pen.beginPath();
  addRings(sheet, rings);
}

function addRings({ pen, x, y }: Sheet, rings: readonly (readonly Flat[])[]): void {
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 1) {
      const at = ring[i] as Flat;
      if (i === 0) pen.moveTo(x(at[0]), y(at[1]));
      else pen.lineTo(x(at[0]), y(at[1]));
    }
    pen.closePath();
  }
}

function paintNames(sheet: Sheet, cells: readonly Ready[]): void {
  const { pen, x, y, k } = sheet;
  const room = new Room();
  pen.font = name(k);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const { cell, label, box } of cells) {
    if (!cell.name) continue;
    // A rough width first: measuring 2,500 names takes longer than painting the cells.
    const [roomX, roomY] = [(x(box[2]) - x(box[0])) * LOOSE, y(box[3]) - y(box[1])];
    if (cell.name.length * 9 * k > roomX || roomY < NAME_HIGH * k) continue;
    const marked = cell.changed && !cell.dim;
    const words = marked ? `${cell.name} *` : cell.name;
    const wide = pen.measureText(words).width;
    if (wide > roomX || !room.take(x(label[0]), y(label[1]), wide + 6, NAME_HIGH * k)) continue;
    haloed(pen, words, x(label[0]), y(label[1]), marked ? CHANGED : cell.dim ? INK.text3 : INK.text1);
  }
}

function haloed(pen: CanvasRenderingContext2D, words: string, x: number, y: number, ink: string): void {
  pen.strokeStyle = INK.labelHalo;
  pen.lineWidth = 3.5;
  pen.strokeText(words, x, y);
  pen.fillStyle = ink;
  pen.fillText(words, x, y);
}

export function paintOverlay(sheet: Sheet, overlay: Overlay): void {
  const { shapes, lines, nodes, words, things = [], arrows = [], signs = [] } = overlay;
  for (const shape of shapes) paintShape(sheet, shape);
  for (const line of lines) paintLine(sheet, line);
  for (const thing of things) paintThing(sheet, thing);
  for (const arrow of arrows) paintArrow(sheet, arrow);
  for (const sign of signs) paintSign(sheet, sign);
  for (const node of nodes) paintNode(sheet, node);
  for (const word of words) paintWords(sheet, word);
}

function flatRings(shape: readonly Rings[]): Flat[][] {
  return shape.flat().map((ring) => ring.map(flat));
}

function paintShape(sheet: Sheet, { shape, fill, line, width, dash }: ShapeMark): void {
  const { pen } = sheet;
  trace(sheet, flatRings(shape));
  if (fill) {
    pen.fillStyle = fill;
    pen.fill("evenodd");
  }
  stroke(pen, line, width, dash);
}

function paintLine(sheet: Sheet, { places, line, width = 2.5, dash }: LineMark): void {
  const { pen, x, y } = sheet;
  pen.beginPath();
  for (const [i, at] of places.map(flat).entries()) {
    if (i === 0) pen.moveTo(x(at[0]), y(at[1]));
    else pen.lineTo(x(at[0]), y(at[1]));
  }
  stroke(pen, line, width, dash);
}

function stroke(
  pen: CanvasRenderingContext2D,
  line: string,
  width: number,
  dash: readonly number[] = [],
): void {
  pen.setLineDash([...dash]);
  pen.lineJoin = "round";
  pen.strokeStyle = line;
  pen.lineWidth = width;
  pen.stroke();
  pen.setLineDash([]);
}

const RADIUS = { junction: 7.5, bend: 5, locked: 3.5, middle: 3.5 } as const;

/** A junction carries the number of its cells; one that is locked is a square, so that it is told without colour. */
function paintNode({ pen, x, y, k }: Sheet, { at, kind, cells, active }: NodeMark): void {
  const [flatX, flatY] = flat(at);
  const [cx, cy, r] = [x(flatX), y(flatY), k * (RADIUS[kind] + (active ? 2 : 0))];
  pen.beginPath();
  if (kind === "locked") pen.rect(cx - r, cy - r, 2 * r, 2 * r);
  else pen.arc(cx, cy, r, 0, 2 * Math.PI);
  pen.fillStyle = active
    ? INK.accent
    : kind === "locked"
      ? "#dfe5ee"
      : kind === "middle"
        ? "#cfe0fa"
        : "#ffffff";
  pen.fill();
  stroke(pen, kind === "locked" ? INK.text3 : INK.accent, kind === "middle" ? 1 : 2);
  if (kind !== "junction") return;
  pen.font = `600 ${11 * k}px "Barlow Condensed", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = active ? "#ffffff" : INK.accent;
  pen.fillText(String(cells), cx, cy + 0.5);
}

function paintWords({ pen, x, y, k }: Sheet, { at, text, tone }: WordMark): void {
  const [flatX, flatY] = flat(at as Place);
  pen.font = name(k);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  const wide = pen.measureText(text).width + 16 * k;
  const [left, top] = [x(flatX) + 14 * k, y(flatY) - 34 * k];
  pen.fillStyle = tone === "bad" ? BAD : INK.text1;
  pen.beginPath();
  pen.roundRect(left, top, wide, 26 * k, 6 * k);
  pen.fill();
  pen.fillStyle = "#ffffff";
  pen.fillText(text, left + 8 * k, top + 13.5 * k);
}
