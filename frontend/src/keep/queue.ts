/** Records that were made and wait to be sent: in order, each with its own key, none ever thrown away unseen. */
import { type Body, type Kept, needingRoom, type RecordKind, type Store } from "./kept.ts";
import type { Seal } from "./seal.ts";

export interface New extends Body {
  kind: RecordKind;
  about: string;
  photos: readonly string[];
  /** of a call that went out already and was not answered: under the same key it cannot be taken twice */
  key?: string;
}
/** A record with what it says. */
export interface Item extends Omit<Kept, "sealed"> {
  body: Body;
}

const SHOWN_DAYS = 7;
/** Tabs of one browser have one store: each tells the others that it changed. */
const CHANNEL = "safegrid-field-records";

export class Queue {
  readonly #heard = new Set<() => void>();
  #closed = false;
  readonly #tabs = new BroadcastChannel(CHANNEL);

  constructor(
    private readonly store: Store,
    private readonly seal: Seal,
    private readonly user: number,
  ) {
    this.#tabs.onmessage = () => this.#hear();
  }

  /** Nobody listens here any more; a sender that is on its way still writes down what came of it. */
  close(): void {
    this.#closed = true;
    this.#heard.clear();
    this.#tabs.close();
  }

  subscribe(hear: () => void): () => void {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  }

  /** Keep a record; once this resolves it survives the browser. Throws FullError: it was not kept. */
  async add(made: New): Promise<string> {
    const [id = ""] = await needingRoom(() => this.#write([made]));
    this.#tell();
    return id;
  }

  /** Other records in the place of one that was refused: it is put aside, its photos are theirs. All of it or nothing. */
  async replace(id: string, made: readonly New[]): Promise<void> {
    await needingRoom(() => this.#write(made, id));
    this.#tell();
  }

  async #write(made: readonly New[], instead?: string): Promise<string[]> {
    const kept = await Promise.all(made.map((one) => this.#made(one)));
    const change = this.store.transaction(["records", "numbers"], "readwrite", { durability: "strict" });
    const [records, numbers] = [change.objectStore("records"), change.objectStore("numbers")];
    const before = instead ? await records.get(instead) : undefined;
    // Another tab was faster.
    if (instead && before?.state !== "refused") return [];
    let n = (await numbers.get("record")) ?? 0;
    const puts: Promise<unknown>[] = [];
    for (const one of kept) {
      n += 1;
      puts.push(records.put({ ...one, n }));
    }
    puts.push(numbers.put(n, "record"));
    if (before) puts.push(records.put({ ...before, state: "dropped", photos: [] }));
    await Promise.all([...puts, change.done]);
    return kept.map(({ id }) => id);
  }

  async #made({ kind, about, photos, key, ...body }: New): Promise<Kept> {
    const id = crypto.randomUUID();
    const sealed = await this.seal.closeJson(body);
    const made_at = new Date().toISOString();
    const fresh = { state: "waiting", tries: 0 } as const;
    return {
      id,
      key: key ?? id,
      user: this.user,
      kind,
      about,
      made_at,
      ...fresh,
      photos: [...photos],
      sealed,
    };
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

  /** Photos that records have, whichever tab made them. */
  async photos(): Promise<ReadonlySet<string>> {
    const all = await this.store.getAllFromIndex("records", "user", this.user);
    return new Set(all.flatMap(({ photos }) => photos));
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
    this.#hear();
    if (!this.#closed) this.#tabs.postMessage("changed");
  }

  #hear(): void {
    for (const hear of this.#heard) hear();
  }
}
