/** Records that were made and wait to be sent: in order, each with its own key, none ever thrown away unseen. */
import type { Body, Kept, RecordKind, Store } from "./kept.ts";
import type { Seal } from "./seal.ts";

export interface New extends Body {
  kind: RecordKind;
  about: string;
  photos: readonly string[];
}
/** A record with what it says. */
export interface Item extends Omit<Kept, "sealed"> {
  body: Body;
}

const SHOWN_DAYS = 7;

export class Queue {
  readonly #heard = new Set<() => void>();

  constructor(
    private readonly store: Store,
    private readonly seal: Seal,
    private readonly user: number,
  ) {}

  subscribe(hear: () => void): () => void {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  }

  /** Keep a record; once this resolves it survives the browser. */
  async add({ kind, about, photos, ...body }: New): Promise<string> {
    const id = crypto.randomUUID();
    const sealed = await this.seal.closeJson(body);
    const change = this.store.transaction(["records", "numbers"], "readwrite", { durability: "strict" });
    const n = ((await change.objectStore("numbers").get("record")) ?? 0) + 1;
    await change.objectStore("numbers").put(n, "record");
    const made_at = new Date().toISOString();
    const kept: Kept = {
      id,
      key: id,
      n,
      user: this.user,
      kind,
      about,
      made_at,
      state: "waiting",
      tries: 0,
      photos: [...photos],
      sealed,
    };
    await change.objectStore("records").put(kept);
    await change.done;
    this.#tell();
    return id;
  }

  /** All records of this person, oldest first. */
  async all(): Promise<Item[]> {
    const kept = await this.store.getAllFromIndex("records", "user", this.user);
    kept.sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
    return Promise.all(kept.map((one) => this.#opened(one)));
  }

  /** Records that other people left on this device unsent; they are sent when those log in again. */
  async ofOthers(): Promise<number> {
    const all = await this.store.getAll("records");
    return all.filter(({ user, state }) => user !== this.user && state === "waiting").length;
  }

  async waiting(): Promise<number> {
    const all = await this.store.getAllFromIndex("records", "user", this.user);
    return all.filter(({ state }) => state === "waiting").length;
  }

  async change(id: string, fields: Partial<Omit<Kept, "id" | "sealed">>): Promise<void> {
    const change = this.store.transaction("records", "readwrite");
    const kept = await change.store.get(id);
    if (kept) await change.store.put({ ...kept, ...fields });
    await change.done;
    this.#tell();
  }

  /** Send it again with other fields: another intention, so another key. The refusal stays with it until it is taken. */
  async amend(id: string, fields: Record<string, unknown>, path?: string): Promise<void> {
    const kept = await this.store.get("records", id);
    if (!kept) return;
    const body = await this.seal.openJson<Body>(kept.sealed);
    const sealed = await this.seal.closeJson({ ...body, path: path ?? body.path, fields });
    const { refusal: _, ...rest } = kept;
    await this.store.put("records", { ...rest, sealed, key: crypto.randomUUID(), state: "waiting" });
    this.#tell();
  }

  /** Those that were sent long ago are no news any more. What was refused or put aside stays until the person removes it. */
  async sweep(now: number): Promise<void> {
    const before = new Date(now - SHOWN_DAYS * 86_400_000).toISOString();
    const all = await this.store.getAllFromIndex("records", "user", this.user);
    for (const { id, state, made_at } of all) {
      if (state === "sent" && made_at < before) await this.store.delete("records", id);
    }
  }

  async remove(id: string): Promise<void> {
    await this.store.delete("records", id);
    this.#tell();
  }

  async #opened({ sealed, ...kept }: Kept): Promise<Item> {
    return { ...kept, body: await this.seal.openJson<Body>(sealed) };
  }

  #tell(): void {
    for (const hear of this.#heard) hear();
  }
}
