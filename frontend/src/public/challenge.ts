/** A proof of work for one report, asked for and answered while somebody still writes. */
import type { Challenge, Solution } from "altcha-lib";
import type { Api } from "../net/api.ts";

/** The server's ends after 20 minutes; one that is nearly over is not used. */
const LASTS_MS = 15 * 60_000;

export class Proof {
  #made: Promise<string> | null = null;
  #at = 0;

  constructor(private readonly api: Api) {}

  /** Begin early; what fails here is tried again when the answer is needed. */
  begin(): void {
    if (!this.#made) this.answer().catch(() => {});
  }

  /** The answer, as altcha writes it. Throws ApiError, or Error if this browser could not work it out. */
  answer(): Promise<string> {
    if (this.#made && Date.now() - this.#at < LASTS_MS) return this.#made;
    this.#at = Date.now();
    const made = this.#answer();
    this.#made = made;
    made.catch(() => {
      if (this.#made === made) this.#made = null;
    });
    return made;
  }

  /** It counts once: the next report needs another. */
  spent(): void {
    this.#made = null;
  }

  async #answer(): Promise<string> {
    const challenge = await this.api.get<Challenge>("/public/challenge");
    const solution = await work(challenge);
    if (!solution) throw new Error("the challenge was not answered in time");
    return btoa(JSON.stringify({ challenge, solution }));
  }
}

function work(challenge: Challenge): Promise<Solution | null> {
  const worker = new Worker(new URL("./work.ts", import.meta.url), { type: "module" });
  return new Promise<Solution | null>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<Solution | null>) => done(data);
    worker.onerror = () => fail(new Error("the worker did not run"));
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}
