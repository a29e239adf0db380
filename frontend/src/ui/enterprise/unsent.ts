/**
 * What the page keeps while there is no line: photos at once, reports and self-checks when they are sent. The same sealed
 * store and the same sender as on a round (/field): in order, each under its own key, none thrown away unseen.
 */
import { Drafts } from "../../keep/drafts.ts";
import { FullError, openStore } from "../../keep/kept.ts";
import { Photos } from "../../keep/photos.ts";
import { type Item, type New, Queue } from "../../keep/queue.ts";
import { noRoom } from "../../keep/room.ts";
import { Seal } from "../../keep/seal.ts";
import { Sender } from "../../keep/sender.ts";
import { type Api, ApiError } from "../../net/api.ts";
import { loadDraft, saveDraft } from "../form/drafts.ts";
import type { Section } from "./types.ts";

export interface Parcel {
  kind: "hazard" | "selfcheck";
  path: string;
  title: string;
  fields: Record<string, unknown>;
  photos: readonly string[];
  key: string;
  /** of the form: what it held comes back if the server refuses it */
  draft: string;
  section: Section;
  what: string;
}

const NO_ANSWER = 0;
const AGAIN_MS = 15_000;

/** The server said neither yes nor no. */
function mayComeLater(status: number): boolean {
  return status === NO_ANSWER || status === 401 || status === 408 || status === 429 || status >= 500;
}

export class Unsent {
  /** made on this page, and not taken yet */
  items: readonly Item[] = [];
  private readonly here = new Map<string, string>();
  /** photos that no answer came for */
  private readonly up = new Set<string>();
  private timer = 0;

  private constructor(
    private readonly api: Api,
    private readonly photos: Photos,
    private readonly queue: Queue,
    private readonly sender: Sender,
    private readonly changed: (taken: number) => void,
  ) {}

  /** Null where the browser keeps nothing (no secure connection, private window): then everything goes out at once. */
  static async open(user: number, api: Api, changed: (taken: number) => void): Promise<Unsent | null> {
    try {
      const store = await openStore();
      const seal = await Seal.of(store);
      const photos = new Photos(store, seal, user);
      const queue = new Queue(store, seal, user);
      const unsent = new Unsent(api, photos, queue, new Sender(queue, photos, api, user), changed);
      const drafts = new Drafts(store, seal, user);
      const held = (await queue.all()).flatMap((one) => one.photos);
      await photos.sweep(new Set([...held, ...(await drafts.photos())]));
      for (const { id, done } of await store.getAllFromIndex("photos", "user", user)) {
        await unsent.show(id);
        if (!done) unsent.up.add(id);
      }
      unsent.sender.onRound = (_, taken) => void unsent.look(taken);
      queue.subscribe(() => void unsent.look(0));
      await unsent.look(0);
      return unsent;
    } catch (failure) {
      console.warn("nothing can be kept on this device", failure);
      return null;
    }
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.queue.close();
    this.sender.stop();
  }

  shown({ id, url }: { id: string; url: string }): string {
    return this.here.get(id) ?? url;
  }

  /** Take a photo in: up at once, or kept until there is a line. Throws PhotoError, ApiError for what is refused. */
  async upload(file: Blob): Promise<{ id: string; url: string }> {
    const { id, blob } = await this.photos.keep(file);
    this.here.set(id, URL.createObjectURL(blob));
    try {
      await this.photos.send(id, this.api);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status !== NO_ANSWER) {
        await this.photos.drop([id]);
        throw failure;
      }
      this.up.add(id);
      this.timer ||= window.setTimeout(() => void this.photosUp(), AGAIN_MS);
    }
    this.changed(0);
    return { id, url: `/api/uploads/${id}` };
  }

  /** Send it; null: there was no answer, it is kept and goes out when there is a line. Throws ApiError for a refusal. */
  async send<T>(parcel: Parcel): Promise<T | null> {
    const { kind, path, fields, photos, key, title, draft, section, what } = parcel;
    try {
      for (const photo of photos) await this.photos.send(photo, this.api);
      const made = await this.api.post<T>(path, fields, { key });
      await this.photos.drop(photos);
      return made;
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.status !== NO_ANSWER) throw failure;
      const form = { draft, values: loadDraft(draft) ?? {}, section, what };
      await this.keep({ kind, path, title, fields, photos, key, about: `own:${key}`, form });
      return null;
    }
  }

  /** Throws ApiError where there is no room: the form stays open. */
  private async keep(made: New): Promise<void> {
    try {
      await this.queue.add(made);
    } catch (failure) {
      throw failure instanceof FullError ? noRoom() : failure;
    }
  }

  async now(): Promise<void> {
    if (await this.queue.waiting()) await this.sender.now();
    await this.photosUp();
  }

  /** Photos that a call is about to name, and that the server may not have yet. Throws ApiError as the upload did. */
  async photosOf(body: unknown): Promise<void> {
    const text = this.up.size ? JSON.stringify(body ?? null) : "";
    for (const id of [...this.up].filter((one) => text.includes(one))) {
      await this.photos.send(id, this.api);
      this.up.delete(id);
    }
  }

  /** Photos of forms that are still open: the forms may be sent as soon as there is a line. */
  private async photosUp(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    for (const id of [...this.up]) {
      try {
        await this.photos.send(id, this.api);
        this.up.delete(id);
      } catch (failure) {
        if (!(failure instanceof ApiError)) throw failure;
        if (mayComeLater(failure.status)) break;
        console.warn("a kept photo was not accepted", failure.code);
        this.up.delete(id);
      }
    }
    if (this.up.size) this.timer = window.setTimeout(() => void this.photosUp(), AGAIN_MS);
  }

  /** Take it back into its form, to be corrected and sent anew. "busy": something else is being written there. */
  async reopen(item: Item): Promise<{ section: Section; what: string } | "busy" | null> {
    const { form } = item.body;
    if (!form) return null;
    if (loadDraft(form.draft)) return "busy";
    saveDraft(form.draft, form.values);
    await this.queue.remove(item.id);
    return { section: form.section as Section, what: form.what };
  }

  async drop(item: Item): Promise<void> {
    await this.queue.remove(item.id);
    await this.photos.drop(item.photos);
  }

  private async show(id: string): Promise<void> {
    const blob = await this.photos.blob(id);
    if (blob) this.here.set(id, URL.createObjectURL(blob));
  }

  private async look(taken: number): Promise<void> {
    const all = await this.queue.all();
    this.items = all.filter(({ state, body }) => body.form && (state === "waiting" || state === "refused"));
    this.changed(taken);
  }
}
