/** Steps go to the server one after another. While the network is gone each waits, under its own key, until it gets through. */
import { ApiError } from "../../net/api.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 8_000;

export class Turns {
  /** the last attempt reached nobody, and what was done here waits */
  cut = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly changed: () => void) {}

  /** Do something once all before it is done. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined); // whoever waits for `done` hears of it
    return done;
  }

  /** The same, tried again until an answer comes: `work` must carry one key for all attempts. */
  insist<T>(work: () => Promise<T>): Promise<T> {
    return this.take(async () => {
      for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, LONGEST_MS)) {
        try {
          const done = await work();
          this.#set(false);
          return done;
        } catch (failure) {
          if (!unreached(failure)) {
            this.#set(false);
            throw failure;
          }
          this.#set(true);
          await online(wait);
        }
      }
    });
  }

  #set(cut: boolean): void {
    if (cut === this.cut) return;
    this.cut = cut;
    if (cut) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
    this.changed();
  }
}

/** Nobody answered, or only something in between did: a proxy, or a portal with a page of its own. */
function unreached(failure: unknown): boolean {
  if (!(failure instanceof ApiError)) return false;
  return [0, 502, 503, 504].includes(failure.status) || failure.code === "BAD_ANSWER";
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** After a while, or as soon as the browser has a network again. */
function online(wait: number): Promise<void> {
  return new Promise((done) => {
    const go = (): void => {
      window.clearTimeout(timer);
      window.removeEventListener("online", go);
      done();
    };
    const timer = window.setTimeout(go, wait);
    window.addEventListener("online", go);
  });
}
