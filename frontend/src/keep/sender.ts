/** Sends what waits, oldest first, one at a time, whichever of the tabs is open. */
import { type Api, ApiError } from "../net/api.ts";
import type { Photos } from "./photos.ts";
import type { Item, Queue } from "./queue.ts";

/** What came of a round: `cut`: no answer; `ended`: log in again; `busy`: the server asks for patience. */
export type Outcome = "done" | "cut" | "ended" | "busy";

const LOCK = "safegrid-field-sender";
const SOONEST_MS = 3_000;
const LATEST_MS = 120_000;

export class Sender {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = SOONEST_MS;
  #running: Promise<Outcome> | null = null;
  #stopped = false;
  /** told after each round, with how many records the server took */
  onRound: (outcome: Outcome, taken: number) => void = () => {};

  constructor(
    private readonly queue: Queue,
    private readonly photos: Photos,
    private readonly api: Api,
    private readonly user: number,
  ) {}

  /** Send now, and again later while something waits. */
  now(): Promise<Outcome> {
    clearTimeout(this.#timer);
    this.#running ??= this.#locked().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #locked(): Promise<Outcome> {
    if (this.#stopped) return "done";
    return navigator.locks ? await navigator.locks.request(LOCK, () => this.#round()) : await this.#round();
  }

  async #round(): Promise<Outcome> {
    let taken = 0;
    let outcome: Outcome = (await this.queue.waiting()) ? await this.#whose() : "done";
    const held = new Set<string>();
    for (const item of await this.queue.all()) {
      // What was refused holds back what came after it about the same thing: it may rest on it.
      if (item.state === "refused") held.add(item.about);
      if (outcome !== "done") break;
      if (item.state !== "waiting" || held.has(item.about) || this.#stopped) continue;
      const sent = await this.#send(item);
      if (sent === "taken") taken += 1;
      else if (sent === "refused") held.add(item.about);
      else outcome = sent;
    }
    this.#plan(outcome);
    this.onRound(outcome, taken);
    return outcome;
  }

  /** Somebody else may have logged in on this device meanwhile: nothing goes out in another's name. */
  async #whose(): Promise<Outcome> {
    try {
      return (await this.api.me()).id === this.user ? "done" : "ended";
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      return failure.status === 401 ? "ended" : failure.status === 0 ? "cut" : "busy";
    }
  }

  async #send(item: Item): Promise<"taken" | "refused" | Outcome> {
    let moved = false;
    try {
      for (const photo of item.photos) await this.photos.send(photo, this.api);
      const { path, fields } = item.body;
      const stamped = "made_at" in fields ? { ...fields, sent_at: new Date().toISOString() } : fields;
      const answer = await this.api.post<{ moved?: boolean }>(path, stamped, { key: item.key });
      moved = answer.moved === true;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      return this.#failed(item, failure);
    }
    await this.queue.change(item.id, {
      state: "sent",
      tries: item.tries + 1,
      taken_at: new Date().toISOString(),
      moved,
    });
    await this.photos.drop(item.photos);
    return "taken";
  }

  async #failed(item: Item, { status, code, body }: ApiError): Promise<"refused" | Outcome> {
    const outcome = status === 0 ? "cut" : status === 401 ? "ended" : waits(status) ? "busy" : "refused";
    const about = Number(body.params?.hazard) || 0;
    const refusal = {
      ...{ status, code, message: body.message },
      ...(body.fields && Object.keys(body.fields).length ? { fields: body.fields } : {}),
      ...(about ? { about } : {}),
    };
    if (outcome === "refused") await this.queue.change(item.id, { state: "refused", refusal });
    if (outcome !== "ended" && outcome !== "refused")
      await this.queue.change(item.id, { tries: item.tries + 1 });
    return outcome;
  }

  #plan(outcome: Outcome): void {
    clearTimeout(this.#timer);
    if (outcome === "done" || outcome === "ended" || this.#stopped) {
      this.#wait = SOONEST_MS;
      return;
    }
    this.#timer = setTimeout(() => void this.now(), this.#wait * (0.5 + Math.random() / 2));
    this.#wait = Math.min(LATEST_MS, this.#wait * 2);
  }
}

/** The server could not say yes or no. */
function waits(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
