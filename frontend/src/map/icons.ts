/** Marks, drawn once on a canvas: risk shapes, units, hazards. Every colour has its own shape. */
import type { Level } from "../net/wire.ts";
import { INK, RISK } from "./palette.ts";

export const PIXEL_RATIO = 3;
const SIZE = 28;

export type Draw = (pen: CanvasRenderingContext2D) => void;

/** Outline of a level's shape around (0, 0): ▲ ◆ ■ ●, and a small ring for 未评估. */
export function shapePath(pen: CanvasRenderingContext2D | Path2D, level: number, r: number): void {
  if (level === 1)
    polygon(pen, [
      [0, -r],
      [r * 1.05, r * 0.82],
      [-r * 1.05, r * 0.82],
    ]);
  else if (level === 2)
    polygon(pen, [
      [0, -r * 1.08],
      [r * 1.08, 0],
      [0, r * 1.08],
      [-r * 1.08, 0],
    ]);
  else if (level === 3)
    polygon(pen, [
      [-r * 0.84, -r * 0.84],
      [r * 0.84, -r * 0.84],
      [r * 0.84, r * 0.84],
      [-r * 0.84, r * 0.84],
    ]);
  else pen.arc(0, 0, level === 4 ? r * 0.86 : r * 0.62, 0, Math.PI * 2);
}

/** Draw a level's mark around (0, 0), `r` pixels from its centre to its tip. */
export function drawShape(pen: CanvasRenderingContext2D, level: Level, r: number, hollow = false): void {
  const colours = RISK[level];
  if (!colours) return;
  pen.beginPath();
  shapePath(pen, level, r);
  pen.lineJoin = "round";
  if (level === 1 || hollow) halo(pen, r * 0.5);
  pen.fillStyle = hollow || level === 0 ? INK.halo : colours.fill;
  pen.fill();
  pen.lineWidth = hollow ? r * 0.34 : Math.max(0.9, r * 0.15);
  pen.strokeStyle = hollow ? colours.fill : colours.outline;
  pen.stroke();
}

function halo(pen: CanvasRenderingContext2D, width: number): void {
  pen.strokeStyle = INK.halo;
  pen.lineWidth = width;
  pen.stroke();
}

function polygon(pen: CanvasRenderingContext2D | Path2D, corners: [number, number][]): void {
  for (const [i, [x, y]] of corners.entries()) {
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.closePath();
}

/** A supervised unit: a white plate with a roof, its level's shape inside; struck through while it stands still. */
export function drawUnit(pen: CanvasRenderingContext2D, level: Level, stopped: boolean): void {
  pen.beginPath();
  polygon(pen, [
    [-10, -3.5],
    [0, -11.5],
    [10, -3.5],
    [10, 10],
    [-10, 10],
  ]);
  pen.lineJoin = "round";
  halo(pen, 4);
  pen.fillStyle = INK.halo;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = INK.text2;
  pen.stroke();
  pen.save();
  pen.translate(0, 1.8);
  drawShape(pen, level, 5.4);
  pen.restore();
  if (!stopped) return;
  for (const [colour, width] of [
    [INK.halo, 4],
    [INK.text1, 2],
  ] as const) {
    pen.beginPath();
    pen.moveTo(-11, 11);
    pen.lineTo(11, -9);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
}

/** A hazard: a flag, two for a major one; hollow while unverified, with a notched tail when overdue. */
export function drawHazard(pen: CanvasRenderingContext2D, kind: HazardIcon): void {
  const flags = kind.major ? [-6.5, 1.5] : [-3];
  pen.lineJoin = "round";
  pen.lineCap = "round";
  for (const pass of ["halo", "ink"] as const) {
    for (const x of flags) flag(pen, x, kind, pass);
  }
}

export interface HazardIcon {
  major: boolean;
  verified: boolean;
  overdue: boolean;
}

function flag(pen: CanvasRenderingContext2D, x: number, kind: HazardIcon, pass: "halo" | "ink"): void {
  pen.beginPath();
  pen.moveTo(x, 12);
  pen.lineTo(x, -12);
  const tail: [number, number][] = kind.overdue
    ? [
        [x, -11.5],
        [x + 11, -11.5],
        [x + 7, -7],
        [x + 11, -2.5],
        [x, -2.5],
      ]
    : [
        [x, -11.5],
        [x + 10.5, -7],
        [x, -2.5],
      ];
  polygon(pen, tail);
  if (pass === "halo") return halo(pen, 5);
  pen.strokeStyle = INK.text1;
  pen.lineWidth = 1.7;
  pen.stroke();
  pen.beginPath();
  polygon(pen, tail);
  pen.fillStyle = kind.verified ? INK.text1 : INK.halo;
  pen.fill();
  pen.stroke();
}

/** A hazard that was just closed. */
export function drawTick(pen: CanvasRenderingContext2D): void {
  pen.lineCap = "round";
  pen.lineJoin = "round";
  for (const [colour, width] of [
    [INK.halo, 7],
    [INK.ok, 3.4],
  ] as const) {
    pen.beginPath();
    pen.moveTo(-8, 0.5);
    pen.lineTo(-2.5, 6.5);
    pen.lineTo(9, -7);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  }
}

export function hazardIconName(kind: HazardIcon): string {
  return `h${kind.major ? "m" : "g"}${kind.verified ? "v" : "r"}${kind.overdue ? "o" : ""}`;
}

/** Name → drawing of every mark: p0-p4, p1q … (provisional), u0-u4 (and …x stopped), h…, tick. */
export function marks(): Map<string, Draw> {
  const all = new Map<string, Draw>([["tick", drawTick]]);
  for (const level of [0, 1, 2, 3, 4] as const) {
    all.set(`p${level}`, (pen) => drawShape(pen, level, 10));
    all.set(`p${level}q`, (pen) => drawShape(pen, level, 9, true));
    all.set(`u${level}`, (pen) => drawUnit(pen, level, false));
    all.set(`u${level}x`, (pen) => drawUnit(pen, level, true));
  }
  for (const major of [true, false]) {
    for (const verified of [true, false]) {
      for (const overdue of [true, false]) {
        const kind = { major, verified, overdue };
        all.set(hazardIconName(kind), (pen) => drawHazard(pen, kind));
      }
    }
  }
  return all;
}

/** Paint a mark for `addImage`. */
export function paint(draw: Draw): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * PIXEL_RATIO;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(PIXEL_RATIO, PIXEL_RATIO);
  pen.translate(SIZE / 2, SIZE / 2);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
