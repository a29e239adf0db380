/**
 * How fresh the screen is, by the age of the last beat; survives sleep and jumps of the wall clock.
 *
 * A beat tells the server's time. One that comes late was kept somewhere while the machine slept or the page was frozen:
 * it is as old as it is late, so that what is left over from before a sleep never looks live.
 */

export type Freshness = "connecting" | "live" | "late" | "stale" | "offline" | "ended";

export const LATE_MS = 5_000;
export const STALE_MS = 30_000;
/** Between two ticks of a second the clocks should agree; a larger gap means that the machine slept. */
const SLEPT_MS = 5_000;
/** Browsers let the timers of a hidden page run once a minute. */
const THROTTLED_MS = 60_000;

export interface Clocks {
  /** ms, never goes back, may stand still while the machine sleeps */
  monotonic(): number;
  /** ms since 1970, may jump */
  wall(): number;
}

export const BROWSER_CLOCKS: Clocks = { monotonic: () => performance.now(), wall: () => Date.now() };

export class FreshnessClock {
  /** when the screen was last true, in our own time */
  #heard: number | null = null;
  /** the server's time at one moment of ours; null before its first word */
  #server: { at: number; own: number } | null = null;
  /** `#server` was told on this line, so that what comes late on it can be known to be late */
  #anchored = false;
  #lastLook: { monotonic: number; wall: number };
  /** time slept so far, which the monotonic clock may not have counted */
  #slept = 0;
  /** slept since the last tick */
  #woke = false;

  constructor(private readonly clocks: Clocks = BROWSER_CLOCKS) {
    this.#lastLook = this.#read();
  }

  /** A new line to the server, which begins by telling its time; what was missed follows. */
  connected(serverNow: string): void {
    this.#anchored = false;
    this.heard(serverNow);
  }

  /** A message came; `serverNow` if it told the time. One that does not cannot make an old screen fresh. */
  heard(serverNow?: string): void {
    this.#look();
    const own = this.#own();
    if (!serverNow) {
      if (!this.#anchored || own - (this.#heard ?? own) <= LATE_MS) this.#heard = own;
      return;
    }
    const at = Date.parse(serverNow);
    const late = this.#anchored ? this.serverNow().getTime() - at : 0;
    this.#heard = late > LATE_MS ? own - late : own;
    if (late > LATE_MS) return;
    this.#server = { at, own };
    this.#anchored = true;
  }

  /** Call each second. True if the machine slept in between, so that the socket should be tried anew. */
  tick(): boolean {
    this.#look();
    const woke = this.#woke;
    this.#woke = false;
    return woke;
  }

  /** ms since the screen was last true; null before the first message. */
  age(): number | null {
    return this.#heard === null ? null : this.#own() - this.#heard;
  }

  /** The server's time now, as far as we know; the computer's own before the server's first word. */
  serverNow(): Date {
    if (!this.#server) return new Date(this.clocks.wall());
    return new Date(this.#server.at + this.#own() - this.#server.own);
  }

  freshness(connected: boolean): Freshness {
    const age = this.age();
    if (age === null) return connected ? "connecting" : "offline";
    if (!connected && age > LATE_MS) return "offline";
    if (age > STALE_MS) return "stale";
    return age > LATE_MS ? "late" : "live";
  }

  /** Notice what passed while nothing ran. A wall clock that is set ahead looks like a sleep, until the next beat. */
  #look(): void {
    const now = this.#read();
    const hidden = now.wall - this.#lastLook.wall - (now.monotonic - this.#lastLook.monotonic);
    const gap = now.monotonic - this.#lastLook.monotonic;
    this.#lastLook = now;
    if (hidden > SLEPT_MS) this.#slept += hidden;
    if (hidden > SLEPT_MS || gap > SLEPT_MS + THROTTLED_MS) this.#woke = true;
  }

  /** ms of our own time: with what was slept, and without the jumps back of the wall clock. */
  #own(): number {
    return this.clocks.monotonic() + this.#slept;
  }

  #read(): { monotonic: number; wall: number } {
    return { monotonic: this.clocks.monotonic(), wall: this.clocks.wall() };
  }
}
