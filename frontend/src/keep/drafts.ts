/** What is being written on the phone: it outlives the browser, sealed as everything else. */
import type { Store } from "./kept.ts";
import type { Seal } from "./seal.ts";

export class Drafts {
  /** one after the other: an older state never comes after a newer one */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly seal: Seal,
    private readonly user: number,
  ) {}

  async load<T>(form: string): Promise<T | null> {
    await this.#last;
    const kept = await this.store.get("drafts", this.#id(form));
    return kept ? await this.seal.openJson<T>(kept.sealed) : null;
  }

  /** Keep the state of a form. Where there is no room the form itself still holds everything. */
  save(form: string, value: unknown, photos: readonly string[]): Promise<void> {
    return this.#next(async () => {
      const sealed = await this.seal.closeJson(value);
      await this.store.put("drafts", { id: this.#id(form), user: this.user, photos: [...photos], sealed });
    });
  }

  drop(form: string): Promise<void> {
    return this.#next(() => this.store.delete("drafts", this.#id(form)));
  }

  /** Photos that drafts hold. */
  async photos(): Promise<string[]> {
    const all = await this.store.getAllFromIndex("drafts", "user", this.user);
    return all.flatMap(({ photos }) => photos);
  }

  #id(form: string): string {
    return `${this.user}:${form}`;
  }

  #next(change: () => Promise<void>): Promise<void> {
    const done = this.#last.then(change).catch((failure: unknown) => {
      console.warn("a draft was not kept", failure);
    });
    this.#last = done;
    return done;
  }
}
