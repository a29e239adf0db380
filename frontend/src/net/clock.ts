/** How fresh the screen is, by the age of the last message; survives sleep and jumps of the wall clock. */

export type Freshness = "connecting" | "live" | "late" | "stale" | "offline" | "ended";

export const LATE_MS = 5_000;
export const STALE_MS = 30_000;
/** Between two ticks of a second the clocks should agree; a larger gap means that the machine slept. */
const SLEPT_MS = 5_000;

export interface Clocks {
  /** ms, never goes back, may stand still while the machine sleeps */
  monotonic(): number;
  /** ms since 1970, may jump */
  wall(): number;
}

export const BROWSER_CLOCKS: Clocks = { monotonic: () => performance.now(), wall: () => Date.now() };

export class FreshnessClock {
  #heard: number | null = null;
  /** how far the server's clock is ahead of ours */
  #offset = 0;
  #lastTick: { monotonic: number; wall: number };
  /** time slept since the last message, which the monotonic clock may not have counted */
  #slept = 0;

  constructor(private readonly clocks: Clocks = BROWSER_CLOCKS) {
    this.#lastTick = this.#read();
  }

  /** A message came; `serverNow` if it told the time. */
  heard(serverNow?: string): void {
    this.#heard = this.clocks.monotonic();
    this.#slept = 0;
    this.#lastTick = this.#read();
    if (serverNow) this.#offset = Date.parse(serverNow) - this.clocks.wall();
  }

  /** Call each second. True if the machine slept in between, so that the socket should be tried anew. */
  tick(): boolean {
    const now = this.#read();
    const hidden = now.wall - this.#lastTick.wall - (now.monotonic - this.#lastTick.monotonic);
    const gap = now.monotonic - this.#lastTick.monotonic + Math.max(0, hidden);
    this.#lastTick = now;
    if (hidden > SLEPT_MS) this.#slept += hidden;
    return gap > SLEPT_MS + 60_000 || hidden > SLEPT_MS;
  }

  /** ms since the last message; null before the first. */
  age(): number | null {
    return this.#heard === null ? null : this.clocks.monotonic() - this.#heard + this.#slept;
  }

  /** The server's time now, as far as we know. */
  serverNow(): Date {
    return new Date(this.clocks.wall() + this.#offset);
  }

  freshness(connected: boolean): Freshness {
    const age = this.age();
    if (age === null) return connected ? "connecting" : "offline";
    if (!connected && age > LATE_MS) return "offline";
    if (age > STALE_MS) return "stale";
    return age > LATE_MS ? "late" : "live";
  }

  #read(): { monotonic: number; wall: number } {
    return { monotonic: this.clocks.monotonic(), wall: this.clocks.wall() };
  }
}
