/** The tour: the whole area for a while, then each red cell in turn, then the whole area again. */

export const HOME_MS = 60_000;
export const STOP_MS = 15_000;
const MOST = 8;

export interface Stop {
  id: number;
  lon: number;
  lat: number;
}

export class Tour {
  #at = -1;
  #until = 0;
  #stop: Stop | null = null;
  #on = true;

  /** Where the tour is; null = the whole area. Call each second; `stops` worst first. */
  step(now: number, stops: readonly Stop[], on: boolean): Stop | null {
    const begun = on && !this.#on;
    this.#on = on;
    if (!on || stops.length === 0) return this.#home(now);
    if (begun) this.#until = now; // who switches it on wants to see it go
    const jumped = this.#until - now > HOME_MS;
    if (now < this.#until && !jumped) return this.#stop;
    if (this.#until === 0) return this.#home(now);
    this.#at += 1;
    const next = stops.slice(0, MOST)[this.#at];
    if (!next) return this.#home(now);
    this.#stop = next;
    this.#until = now + STOP_MS;
    return next;
  }

  #home(now: number): null {
    this.#at = -1;
    this.#stop = null;
    this.#until = now + HOME_MS;
    return null;
  }
}
