/** Everything that outlives the page: the pack, records and photos of whoever uses this phone, and the line to the server. */

import { Drafts } from "../keep/drafts.ts";
import { openStore, type Store } from "../keep/kept.ts";
import { Photos } from "../keep/photos.ts";
import { type Item, Queue } from "../keep/queue.ts";
import { Seal } from "../keep/seal.ts";
import { type Outcome, Sender } from "../keep/sender.ts";
import { type Api, ApiError } from "../net/api.ts";
import type { Text } from "../net/wire.ts";
import { Packs } from "./packs.ts";
import type { Pack } from "./wire.ts";

/** `ended`: log in again. */
export type Net = "asking" | "online" | "offline" | "ended";

/** What belongs to the person whose pack is here. */
export interface Own {
  photos: Photos;
  queue: Queue;
  drafts: Drafts;
  sender: Sender;
}

/** of this browser: somebody logged out, and the server does not know yet */
const LEFT = "safegrid.field.left";

export class Keeper {
  pack: Pack | null = null;
  /** there was no room to keep the pack: without a network the page is empty */
  unkept = false;
  items: readonly Item[] = [];
  /** records that other people left here unsent */
  others = 0;
  net: Net = "asking";
  refused: Text | null = null;
  sending = false;
  /** ms by which this phone's clock is ahead of the server's */
  skew = 0;
  /** records that were left unsent by whoever logged out here; null: nobody did */
  left: number | null = null;
  own: Own | null = null;
  #user = 0;
  /** how often the server was asked, and which of these it was that it answered last */
  #asked = 0;
  #answered = 0;
  #store: Store | null = null;
  #seal: Seal | null = null;
  #packs: Packs | null = null;

  constructor(
    private readonly api: Api,
    /** ends the session on the server too */
    private readonly tellServer: () => Promise<void>,
    private readonly changed: () => void,
  ) {}

  /** Open what this phone kept, then ask the server. */
  async begin(): Promise<void> {
    this.#store = await openStore();
    this.#seal = await Seal.of(this.#store);
    this.#packs = new Packs(this.#store, this.#seal);
    const kept = await this.#packs.kept(Date.now());
    if (kept) await this.#take(kept);
    await this.renew();
  }

  stop(): void {
    this.own?.sender.stop();
    this.own?.queue.close();
  }

  /** Ask for the pack anew and send what waits; whoever may no longer see the pack has none any more. */
  async renew(): Promise<void> {
    if (!this.#packs || (await this.#tellLeft())) return;
    this.#asked += 1;
    const asked = this.#asked;
    const answer = await this.#packs.refresh(this.api);
    // It waited on a dead line while a later one got through.
    if (answer.is === "cut" && asked < this.#answered) return;
    if (answer.is !== "cut") this.#answered = Math.max(this.#answered, asked);
    this.refused = null;
    if (answer.is === "cut" || answer.is === "ended") {
      this.#set(answer.is === "cut" ? "offline" : "ended");
      return;
    }
    if (answer.is === "here") this.skew = answer.skew;
    if (answer.is === "refused") {
      this.refused = answer.message;
      this.pack = null;
      await this.#becomeWhoIsHere();
    } else if (answer.pack) {
      this.unkept = answer.unkept;
      await this.#take(answer.pack);
    }
    this.#set("online");
    await this.send();
  }

  async send(): Promise<void> {
    if (!this.own || !(await this.own.queue.waiting())) return;
    this.sending = true;
    this.changed();
    try {
      await this.own.sender.now();
    } finally {
      this.sending = false;
      this.changed();
    }
  }

  /** The line is known to be gone. */
  cut(): void {
    this.#set("offline");
  }

  /** The pack goes first, network or not; unsent records stay for their owner. The server hears of it when it can. */
  async leave(): Promise<void> {
    const unsent = (await this.own?.queue.waiting()) ?? 0;
    localStorage.setItem(LEFT, String(unsent));
    this.left = unsent;
    this.stop();
    await this.#packs?.wipe();
    this.pack = null;
    this.own = null;
    this.items = [];
    this.#user = 0;
    this.changed();
    await this.#tellLeft();
  }

  async #take(pack: Pack): Promise<void> {
    this.pack = pack;
    await this.#become(pack.viewer.id);
  }

  /** Without a pack too: what was made before stays in sight, and goes where it belongs. */
  async #becomeWhoIsHere(): Promise<void> {
    try {
      const { id } = await this.api.me();
      if (id !== null) await this.#become(id);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("nobody knows whose records these are", failure.code); // asked again with the next pack
    }
  }

  /** Of another person everything that is kept is another's too. */
  async #become(user: number): Promise<void> {
    if (user === this.#user || !this.#store || !this.#seal) return;
    this.stop();
    this.#user = user;
    const [store, seal] = [this.#store, this.#seal];
    const photos = new Photos(store, seal, user);
    const queue = new Queue(store, seal, user);
    const drafts = new Drafts(store, seal, user);
    const sender = new Sender(queue, photos, this.api, user);
    sender.onRound = (outcome, taken) => this.#heard(outcome, taken);
    this.own = { photos, queue, drafts, sender };
    queue.subscribe(() => void this.#look(queue));
    await queue.sweep(Date.now());
    await this.#look(queue);
    await photos.sweep(new Set([...this.items.flatMap((item) => item.photos), ...(await drafts.photos())]));
  }

  #heard(outcome: Outcome, taken: number): void {
    if (outcome === "cut" || outcome === "busy") this.#set("offline");
    if (outcome === "ended") this.#set("ended");
    if (taken) void this.renew();
  }

  async #look(queue: Queue): Promise<void> {
    const before = new Map(this.items.map(({ id, state }) => [id, state]));
    this.items = await queue.all();
    this.others = await queue.ofOthers();
    this.changed();
    // What was amended is new to the sender.
    const waits = this.items.some(({ id, state }) => state === "waiting" && before.get(id) !== "waiting");
    if (waits && this.net === "online") void this.send();
  }

  #set(net: Net): void {
    this.net = net;
    this.changed();
  }

  /** Whether this phone was left without a network, and is not to show anything until somebody logs in again. */
  async #tellLeft(): Promise<boolean> {
    const left = localStorage.getItem(LEFT);
    if (left === null) return false;
    this.left = Number(left) || 0;
    try {
      await this.tellServer();
      localStorage.removeItem(LEFT);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status === 401) localStorage.removeItem(LEFT);
      this.#set(failure.status === 401 ? "ended" : "offline");
    }
    return true;
  }
}
