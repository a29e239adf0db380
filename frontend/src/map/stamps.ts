/** Marks drawn once and printed often: a path costs many times a copied image, and a city has thousands of marks. */
import type { Point } from "leaflet";
import type { Draw } from "./icons.ts";

/** px around a mark's place; the largest mark, a flag beside its point, reaches 30 */
export const REACH = 32;

export class Stamps {
  readonly #cut = new Map<string, HTMLCanvasElement>();
  #ratio = 1;

  /** Set the device pixels a CSS pixel has; stamps of another ratio are thrown away. */
  at(ratio: number): void {
    if (ratio !== this.#ratio) this.#cut.clear();
    this.#ratio = ratio;
  }

  /** Print the mark around a place; `name` and `scale` say which, `draw` draws it around (0, 0) the first time. */
  print(pen: CanvasRenderingContext2D, at: Point, name: string, scale: number, draw: Draw): void {
    const key = `${name}/${scale}`;
    const stamp = this.#cut.get(key) ?? this.#make(key, scale, draw);
    pen.drawImage(stamp, at.x - REACH, at.y - REACH, 2 * REACH, 2 * REACH);
  }

  #make(key: string, scale: number, draw: Draw): HTMLCanvasElement {
    const stamp = document.createElement("canvas");
    stamp.width = stamp.height = 2 * REACH * this.#ratio;
    const pen = stamp.getContext("2d");
    if (!pen) throw new Error("this browser draws no canvas");
    pen.scale(this.#ratio, this.#ratio);
    pen.translate(REACH, REACH);
    pen.scale(scale, scale);
    draw(pen);
    this.#cut.set(key, stamp);
    return stamp;
  }
}
