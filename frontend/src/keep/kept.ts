/**
 * What a phone keeps: the pack of the day, records that wait to be sent, their photos. Bodies, photos and packs are sealed
 * (`seal.ts`); what is not sealed says only how many there are, of whom, and in which order they were made.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Text } from "../net/wire.ts";
import type { Sealed } from "./seal.ts";

export type RecordState = "waiting" | "sent" | "refused" | "dropped";

export interface Kept {
  /** also its Idempotency-Key, until another intention takes its place */
  id: string;
  key: string;
  /** order in which the records were made */
  n?: number;
  user: number;
  kind: RecordKind;
  /** what it is about: of two records about the same thing the later one waits for the earlier one */
  about: string;
  made_at: string;
  state: RecordState;
  tries: number;
  photos: string[];
  /** `Body` */
  sealed: Sealed;
  refusal?: {
    status: number;
    code: string;
    message: Text;
    fields?: Record<string, Text | string>;
    about?: number;
  };
  /** by this phone's clock, when the server took the record */
  taken_at?: string;
  /** the server took it for ground that others answer for since */
  moved?: boolean;
}
export type RecordKind =
  | "hazard"
  | "command"
  | "inspection"
  | "survey"
  | "skip"
  | "takeover"
  | "proposal"
  | "illegal"
  | "selfcheck";
export interface Body {
  path: string;
  title: string;
  fields: Record<string, unknown>;
  /** the form that it came from: to be opened again with what was in it if it is refused */
  form?: { draft: string; values: Record<string, unknown>; section: string; what: string };
}

export interface KeptPhoto {
  id: string;
  user: number;
  record: string | null;
  size: number;
  at: number;
  sealed: Sealed;
  done: boolean;
}
/** What is being written and was not handed over yet. `id`: person and form. */
export interface KeptDraft {
  id: string;
  user: number;
  photos: string[];
  sealed: Sealed;
}
export interface KeptPack {
  user: number;
  expires_at: string;
  etag: string;
  sealed: Sealed;
}

interface Stores extends DBSchema {
  keys: { key: string; value: CryptoKey };
  packs: { key: number; value: KeptPack };
  records: { key: string; value: Kept; indexes: { user: number } };
  photos: { key: string; value: KeptPhoto; indexes: { user: number } };
  numbers: { key: string; value: number };
  drafts: { key: string; value: KeptDraft; indexes: { user: number } };
}
export type Store = IDBPDatabase<Stores>;

const NAME = "safegrid-field";
const VERSION = 2;

/** The browser gives no more room: what was to be kept was not. */
export class FullError extends Error {}

/** Do something that needs room. Throws FullError where there is none; then nothing was kept. */
export async function needingRoom<T>(keep: () => Promise<T>): Promise<T> {
  try {
    return await keep();
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") throw new FullError();
    throw error;
  }
}

export function openStore(name = NAME): Promise<Store> {
  return openDB<Stores>(name, VERSION, {
    upgrade(db, before) {
      if (before < 2) db.createObjectStore("drafts", { keyPath: "id" }).createIndex("user", "user");
      if (before >= 1) return;
      db.createObjectStore("keys");
      db.createObjectStore("packs", { keyPath: "user" });
      db.createObjectStore("records", { keyPath: "id" }).createIndex("user", "user");
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("user", "user");
      db.createObjectStore("numbers");
    },
    // Another tab brings a newer version: this one must not stand in its way.
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });
}

/** Throw away what this device may have been told of a round: at log-out, whichever page that is pressed on. */
export async function forgetPacks(): Promise<void> {
  const known = (await globalThis.indexedDB?.databases?.()) ?? [];
  if (!known.some(({ name }) => name === NAME)) return;
  const store = await openStore();
  await store.clear("packs");
  store.close();
}
