/** One after another gets its turn, a while each, unless somebody points at one. */

const TURN_MS = 8_000;

export class Turns {
  #open: number | null = null;
  #next = 0;
  #held = false;

  get open(): number | null {
    return this.#open;
  }

  /** Call each second with the things in their order; a thing that has gone gives its turn to the first. */
  step(now: number, ids: readonly number[]): void {
    const at = this.#open === null ? -1 : ids.indexOf(this.#open);
    if (this.#held && at >= 0) return;
    if (at >= 0 && now < this.#next && this.#next - now <= TURN_MS) return;
    this.#held = false;
    this.#open = ids.length === 0 ? null : (ids[(at + 1) % ids.length] ?? null);
    this.#next = now + TURN_MS;
  }

  hold(id: number): void {
    this.#open = id;
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }
}
