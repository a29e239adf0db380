/**
 * What somebody wrote and photographed, until it is sent: so that neither a lost line nor a reload loses any of it.
 *
 * It belongs to this tab. What lies on the disk is sealed with a key that only the tab's own memory (`sessionStorage`)
 * holds: once the tab is closed, nobody who takes up the phone can open it. Where the browser cannot seal (no HTTPS) or keep,
 * the draft lives as long as the page does.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Pin } from "./form.ts";
import { randomUuid } from "./send.ts";
import type { Category, Received } from "./wire.ts";

const NAME = "safegrid-report";
const KEY = "report.draft";
const OLD_MS = 24 * 3_600_000;
const SAID = "said";

export interface Said {
  pin: Pin | null;
  category: Category | "";
  words: string;
  name: string;
  phone: string;
  /** of this report, over all tries: with it the same report is answered with the same code */
  key: string;
  /** sent, and no answer came: it may have arrived, so it is sent again as it was and in no other words */
  unsure: boolean;
  received: Received | null;
}
export interface Shot {
  /** also its name at the server */
  id: string;
  blob: Blob;
  sent: boolean;
}
interface Row {
  draft: string;
  part: string;
  at: number;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}
interface Stores extends DBSchema {
  parts: { key: [string, string]; value: Row; indexes: { at: number } };
}
interface Vault {
  id: string;
  key: CryptoKey;
  store: IDBPDatabase<Stores>;
}

const empty = (): Said => ({
  pin: null,
  category: "",
  words: "",
  name: "",
  phone: "",
  key: randomUuid(),
  unsure: false,
  received: null,
});

export class Draft {
  said: Said = empty();
  shots: readonly Shot[] = [];
  #last: Promise<void> = Promise.resolve();

  private constructor(private readonly vault: Vault | null) {}

  /** The tab's draft as it was left, or an empty one. */
  static async open(): Promise<Draft> {
    let vault: Vault | null = null;
    try {
      vault = await openVault();
    } catch (failure) {
      console.warn("nothing is kept over a reload", failure);
    }
    const draft = new Draft(vault);
    try {
      if (vault) await draft.#read(vault);
    } catch (failure) {
      console.warn("the draft could not be read", failure);
    }
    return draft;
  }

  /** Whether it outlives a reload. */
  get kept(): boolean {
    return this.vault !== null;
  }

  say(change: Partial<Said>): Promise<void> {
    this.said = { ...this.said, ...change };
    const text = new TextEncoder().encode(JSON.stringify(this.said));
    return this.#put(SAID, text);
  }

  async add(blob: Blob): Promise<void> {
    const id = randomUuid();
    this.shots = [...this.shots, { id, blob, sent: false }];
    const bytes = await blob.arrayBuffer();
    await this.#put(`photo ${String(this.shots.length).padStart(4, "0")} ${id}`, bytes);
  }

  async drop(id: string): Promise<void> {
    this.shots = this.shots.filter((shot) => shot.id !== id);
    await this.#forget((part) => part.endsWith(id));
  }

  /** A photo has arrived, or never will: it need not be kept any more. */
  async settle(id: string): Promise<void> {
    this.shots = this.shots.map((shot) => (shot.id === id ? { ...shot, sent: true } : shot));
    await this.#forget((part) => part.endsWith(id));
  }

  /** Another report: nothing of this one is left. */
  async clear(): Promise<void> {
    this.said = empty();
    this.shots = [];
    await this.#forget(() => true);
  }

  async #read({ id, key, store }: Vault): Promise<void> {
    const range = IDBKeyRange.bound([id, ""], [id, "\uffff"]);
    for (const { part, iv, data } of await store.getAll("parts", range)) {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
      if (part === SAID) this.said = { ...empty(), ...JSON.parse(new TextDecoder().decode(plain)) };
      else {
        const blob = new Blob([plain], { type: "image/jpeg" });
        this.shots = [...this.shots, { id: part.split(" ")[2] ?? "", blob, sent: false }];
      }
    }
  }

  /** One after the other: what was typed last is what is kept. A disk that is full must not end the writing. */
  #put(part: string, plain: BufferSource): Promise<void> {
    const { vault } = this;
    if (!vault) return Promise.resolve();
    this.#last = this.#last.then(async () => {
      try {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, vault.key, plain);
        await vault.store.put("parts", { draft: vault.id, part, at: Date.now(), iv, data });
      } catch (failure) {
        console.warn("a part of the draft was not kept", failure);
      }
    });
    return this.#last;
  }

  #forget(which: (part: string) => boolean): Promise<void> {
    const { vault } = this;
    if (!vault) return Promise.resolve();
    this.#last = this.#last.then(async () => {
      try {
        const range = IDBKeyRange.bound([vault.id, ""], [vault.id, "\uffff"]);
        const keys = await vault.store.getAllKeys("parts", range);
        await Promise.all(
          keys.filter(([, part]) => which(part)).map((key) => vault.store.delete("parts", key)),
        );
      } catch (failure) {
        console.warn("a part of the draft was not thrown away", failure); // swept when the tab is gone
      }
    });
    return this.#last;
  }
}

async function openVault(): Promise<Vault> {
  const raw = new Uint8Array(32);
  const [known, secret] = (sessionStorage.getItem(KEY) ?? "").split(" ");
  const id = known || randomUuid();
  if (secret) raw.set(Uint8Array.from(atob(secret), (sign) => sign.charCodeAt(0)));
  else crypto.getRandomValues(raw);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  const store = await openDB<Stores>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("parts", { keyPath: ["draft", "part"] }).createIndex("at", "at");
    },
  });
  sessionStorage.setItem(KEY, `${id} ${btoa(String.fromCharCode(...raw))}`);
  await sweep(store, id);
  return { id, key, store };
}

/** Drafts of tabs that are gone: nobody can open them, and they need not lie about. */
async function sweep(store: IDBPDatabase<Stores>, mine: string): Promise<void> {
  const change = store.transaction("parts", "readwrite");
  const old = await change.store.index("at").getAllKeys(IDBKeyRange.upperBound(Date.now() - OLD_MS));
  await Promise.all(old.filter(([draft]) => draft !== mine).map((key) => change.store.delete(key)));
  await change.done;
}
