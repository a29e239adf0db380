/**
 * Sealing what lies on a phone: AES-GCM with a key that the browser keeps and no script can read. Throwing the key away makes
 * everything sealed with it unreadable at once, whatever the disk still holds; it does not help against somebody who has the
 * unlocked phone itself (see docs/decisions).
 */
import type { Store } from "./kept.ts";

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const NAME = "seal";

export class Seal {
  readonly #key: CryptoKey;

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  static async of(store: Store): Promise<Seal> {
    const known = await store.get("keys", NAME);
    if (known) return new Seal(known);
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    // Two tabs at once: the first key stays.
    const change = store.transaction("keys", "readwrite");
    const first = await change.store.get(NAME);
    if (!first) await change.store.put(made, NAME);
    await change.done;
    return new Seal(first ?? made);
  }

  async close(data: BufferSource): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, data) };
  }

  open({ iv, data }: Sealed): Promise<ArrayBuffer> {
    return crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.#key, data);
  }

  closeJson(value: unknown): Promise<Sealed> {
    return this.close(new TextEncoder().encode(JSON.stringify(value)));
  }

  async openJson<T>(sealed: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.open(sealed))) as T;
  }
}
