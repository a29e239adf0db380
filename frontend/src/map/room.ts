/** Room on the screen: who comes first stands, who would overlap does not. Boxes by centre and size in pixels. */
export class Room {
  readonly #boxes: [x: number, y: number, wide: number, high: number][] = [];

  get taken(): number {
    return this.#boxes.length;
  }

  take(x: number, y: number, wide: number, high: number): boolean {
    for (const [left, top, w, h] of this.#boxes) {
      if (Math.abs(x - left) * 2 < wide + w && Math.abs(y - top) * 2 < high + h) return false;
    }
    this.block(x, y, wide, high);
    return true;
  }

  /** What stands there anyway, over others or not. */
  block(x: number, y: number, wide: number, high: number): void {
    this.#boxes.push([x, y, wide, high]);
  }
}
