/** Marks of a planner's map: objects that change hands, where they go, and where something is wrong. */
import { drawHazard, drawShape, drawUnit } from "./icons.ts";
import { flat, type Sheet } from "./painted.ts";
import { INK } from "./palette.ts";
import type { ArrowMark, SignMark, ThingMark } from "./plan-types.ts";

const BAD = "#c81e2b";
const WARN = "#b54708";
const MOVE = "#7a3fb0";
const UNIT_SCALE = 0.72;
/** How far an arrow bows out, as a share of its length. */
const BOW = 0.16;
const HEAD = 13;

function at(sheet: Sheet, place: readonly [number, number]): [number, number] {
  const [x, y] = flat(place);
  return [sheet.x(x), sheet.y(y)];
}

/** Draw an object. The levels of a hazard: 1 major and overdue, 2 major, 3 overdue, 4 general. */
export function paintThing(sheet: Sheet, { at: place, kind, level }: ThingMark): void {
  const { pen } = sheet;
  pen.save();
  pen.translate(...at(sheet, place));
  if (kind === "point") drawShape(pen, level, 6.5 * sheet.k);
  else {
    pen.scale(UNIT_SCALE * sheet.k, UNIT_SCALE * sheet.k);
    if (kind === "unit") drawUnit(pen, level, false);
    else if (kind === "hazard")
      drawHazard(pen, { major: level <= 2, verified: true, overdue: level === 1 || level === 3 });
    else drawBell(pen);
  }
  pen.restore();
}

function drawBell(pen: CanvasRenderingContext2D): void {
  pen.beginPath();
  pen.moveTo(-9, 7);
  pen.bezierCurveTo(-6, 4, -7, -10, 0, -10);
  pen.bezierCurveTo(7, -10, 6, 4, 9, 7);
  pen.closePath();
  pen.moveTo(3, 10);
  pen.arc(0, 10, 3, 0, 2 * Math.PI);
  pen.lineJoin = "round";
  pen.strokeStyle = INK.halo;
  pen.lineWidth = 4;
  pen.stroke();
  pen.fillStyle = INK.text1;
  pen.fill();
}

/** A bow with a head, and its number on a plate in the middle. */
export function paintArrow(sheet: Sheet, { from, to, words }: ArrowMark): void {
  const { pen } = sheet;
  const [[ax, ay], [bx, by]] = [at(sheet, from), at(sheet, to)];
  const long = Math.hypot(bx - ax, by - ay);
  if (long < 2 * HEAD) return;
  const [cx, cy] = [(ax + bx) / 2 - (by - ay) * BOW, (ay + by) / 2 + (bx - ax) * BOW];
  const turn = Math.atan2(by - cy, bx - cx);
  for (const [colour, width] of [
    [INK.halo, 7],
    [MOVE, 3.5],
  ] as const) {
    pen.beginPath();
    pen.moveTo(ax, ay);
    pen.quadraticCurveTo(cx, cy, bx - (HEAD / 2) * Math.cos(turn), by - (HEAD / 2) * Math.sin(turn));
    pen.lineCap = "round";
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
  head(pen, bx, by, turn);
  plate(sheet, (ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4, words);
}

function head(pen: CanvasRenderingContext2D, x: number, y: number, turn: number): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(turn);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(-HEAD, HEAD * 0.55);
  pen.lineTo(-HEAD, -HEAD * 0.55);
  pen.closePath();
  pen.fillStyle = MOVE;
  pen.fill();
  pen.restore();
}

function plate({ pen, k }: Sheet, x: number, y: number, words: string): void {
  pen.save();
  pen.translate(x, y);
  pen.scale(k, k);
  pen.font = '600 14px "Barlow Condensed", sans-serif';
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const wide = Math.max(26, pen.measureText(words).width + 14);
  pen.beginPath();
  pen.roundRect(-wide / 2, -11, wide, 22, 11);
  pen.fillStyle = MOVE;
  pen.fill();
  pen.strokeStyle = INK.halo;
  pen.lineWidth = 2;
  pen.stroke();
  pen.fillStyle = "#ffffff";
  pen.fillText(words, 0, 1);
  pen.restore();
}

/** A round cross blocks, a triangle asks: told apart without their colours. */
export function paintSign(sheet: Sheet, { at: place, tone, active, lift }: SignMark): void {
  const { pen } = sheet;
  const colour = tone === "bad" ? BAD : WARN;
  pen.save();
  pen.translate(...at(sheet, place));
  pen.scale(sheet.k, sheet.k);
  pen.translate(0, -lift);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  if (active) {
    pen.beginPath();
    pen.arc(0, 0, 19, 0, 2 * Math.PI);
    stroked(pen, INK.halo, 6);
    stroked(pen, colour, 3);
  }
  pen.beginPath();
  if (tone === "bad") pen.arc(0, 0, 10, 0, 2 * Math.PI);
  else {
    pen.moveTo(0, -11);
    pen.lineTo(11, 9);
    pen.lineTo(-11, 9);
    pen.closePath();
  }
  stroked(pen, INK.halo, 4);
  pen.fillStyle = colour;
  pen.fill();
  pen.beginPath();
  if (tone === "bad") {
    pen.moveTo(-4, -4);
    pen.lineTo(4, 4);
    pen.moveTo(4, -4);
    pen.lineTo(-4, 4);
  } else {
    pen.moveTo(0, -4);
    pen.lineTo(0, 2.5);
    pen.moveTo(0, 6);
    pen.lineTo(0, 6.1);
  }
  stroked(pen, "#ffffff", 2.4);
  pen.restore();
}

function stroked(pen: CanvasRenderingContext2D, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}
