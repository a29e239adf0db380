/** Photos on the phone: made smaller, sealed, kept until the server has every part of them. */
import { type Api, ApiError } from "../net/api.ts";
import { notesOf, withNotes } from "./exif.ts";
import { FullError, type KeptPhoto, needingRoom, type Store } from "./kept.ts";
import type { Seal } from "./seal.ts";

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;
export const PART_BYTES = 256 * 1024;
/** of the room that the browser gives; the rest is left to packs and pages */
const FULL_AT = 0.9;
const FORGOTTEN_MS = 24 * 3_600_000;

/** What the server has of a photo. */
export interface Parts {
  have: number[];
  of: number;
  upload: { id: string; url: string; size: number } | null;
}
export type Problem = "unreadable" | "full";
export class PhotoError extends Error {
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

/** Make a picture smaller, upright, as JPEG, with the camera's notes. Throws PhotoError for what is no picture. */
export async function shrink(file: Blob): Promise<Blob> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PhotoError("unreadable");
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!small) throw new PhotoError("unreadable");
  const notes = notesOf(await file.arrayBuffer());
  return notes ? withNotes(await small.arrayBuffer(), notes) : small;
}

export class Photos {
  constructor(
    private readonly store: Store,
    private readonly seal: Seal,
    private readonly user: number,
  ) {}

  /** Keep a picture. Throws PhotoError if it is none, or there is no room: then nothing is kept. */
  async keep(file: Blob): Promise<{ id: string; blob: Blob }> {
    const blob = await shrink(file);
    if (await isFull(blob.size)) throw new PhotoError("full");
    const id = crypto.randomUUID();
    const sealed = await this.seal.close(await blob.arrayBuffer());
    const { user } = this;
    const photo: KeptPhoto = {
      id,
      user,
      record: null,
      size: blob.size,
      at: Date.now(),
      sealed,
      done: false,
    };
    try {
      await needingRoom(() => this.#put(photo));
    } catch (error) {
      throw error instanceof FullError ? new PhotoError("full") : error;
    }
    return { id, blob };
  }

  /** Once this resolves the photo survives the browser. */
  async #put(photo: KeptPhoto): Promise<void> {
    const change = this.store.transaction("photos", "readwrite", { durability: "strict" });
    await Promise.all([change.store.put(photo), change.done]);
  }

  async blob(id: string): Promise<Blob | null> {
    const photo = await this.store.get("photos", id);
    return photo ? new Blob([await this.seal.open(photo.sealed)], { type: "image/jpeg" }) : null;
  }

  async drop(ids: readonly string[]): Promise<void> {
    const change = this.store.transaction("photos", "readwrite");
    await Promise.all([...ids.map((id) => change.store.delete(id)), change.done]);
  }

  /** Pictures that no record and no draft took: of a form that was given up. */
  async sweep(taken: ReadonlySet<string>): Promise<void> {
    const all = await this.store.getAllFromIndex("photos", "user", this.user);
    const old = all.filter(({ id, at }) => !taken.has(id) && at < Date.now() - FORGOTTEN_MS);
    await this.drop(old.map(({ id }) => id));
  }

  /** Send what the server does not have yet. Parts that came before a cut line are not sent again. */
  async send(id: string, api: Api): Promise<void> {
    const photo = await this.store.get("photos", id);
    if (!photo || photo.done) return;
    const bytes = new Uint8Array(await this.seal.open(photo.sealed));
    const of = Math.ceil(bytes.length / PART_BYTES);
    const known = await partsOf(id, api);
    const have = new Set(known?.of === of ? known.have : []);
    for (let n = 0; n < of && !known?.upload; n += 1) {
      if (have.has(n)) continue;
      const part = new Blob([bytes.slice(n * PART_BYTES, (n + 1) * PART_BYTES)]);
      await api.post<Parts>(`/uploads/parts/${id}?n=${n}&of=${of}`, part);
    }
    await this.store.put("photos", { ...photo, done: true });
  }
}

async function partsOf(id: string, api: Api): Promise<Parts | null> {
  try {
    return await api.get<Parts>(`/uploads/parts/${id}`);
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 404) return null; // nothing has come yet
    throw failure;
  }
}

async function isFull(more: number): Promise<boolean> {
  const { usage = 0, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return quota !== undefined && usage + more > quota * FULL_AT;
}
