/** The pack of the day: fetched when there is a network, kept sealed for when there is none, gone when it has expired. */

import { FullError, type KeptPack, needingRoom, type Store } from "../keep/kept.ts";
import type { Seal } from "../keep/seal.ts";
import { type Api, ApiError } from "../net/api.ts";
import type { Text } from "../net/wire.ts";
import type { Pack } from "./wire.ts";

export type Answer =
  /** null: what is kept is still true; `skew`: ms by which the phone's clock is ahead of the server's; `unkept`: there is no room to keep it for when there is no network */
  | { is: "here"; pack: Pack | null; unkept: boolean; skew: number }
  | { is: "cut" }
  | { is: "ended" }
  | { is: "refused"; message: Text };

/** When the pack ends that the server says to be the same still. */
const EXPIRES = "X-Pack-Expires";

export class Packs {
  constructor(
    private readonly store: Store,
    private readonly seal: Seal,
  ) {}

  /** What this phone has for its last person; null: nothing, or nothing that is still good. */
  async kept(now: number): Promise<Pack | null> {
    const [kept] = await this.store.getAll("packs");
    if (!kept) return null;
    if (Date.parse(kept.expires_at) <= now) {
      await this.wipe();
      return null;
    }
    return this.seal.openJson<Pack>(kept.sealed);
  }

  /** Ask the server. Access that ended, or was narrowed to nothing, takes the pack away from the phone too. */
  async refresh(api: Api): Promise<Answer> {
    const [kept] = await this.store.getAll("packs");
    try {
      const { body, headers } = await api.getIfNew<Pack>("/field/pack", kept?.etag ?? "");
      const skew = Date.now() - Date.parse(headers.get("Date") ?? "") || 0;
      if (body) {
        const unkept = !(await this.#kept(body, headers.get("ETag") ?? ""));
        return { is: "here", pack: body, unkept, skew };
      }
      if (kept) await this.store.put("packs", { ...kept, ...renewed(headers, kept) });
      return { is: "here", pack: null, unkept: false, skew };
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status === 401) return { is: "ended" };
      if (failure.status === 0 || failure.status === 429 || failure.status >= 500) return { is: "cut" };
      await this.wipe();
      return { is: "refused", message: failure.body.message };
    }
  }

  /** Whether there was room for it. An older pack that is not true any more is not kept either. */
  async #kept(pack: Pack, etag: string): Promise<boolean> {
    try {
      await needingRoom(() => this.#keep(pack, etag));
      return true;
    } catch (failure) {
      if (!(failure instanceof FullError)) throw failure;
      await this.wipe();
      return false;
    }
  }

  /** Another person's pack on the same phone gives way. */
  async #keep(pack: Pack, etag: string): Promise<void> {
    const sealed = await this.seal.closeJson(pack);
    const change = this.store.transaction("packs", "readwrite");
    await change.store.clear();
    await change.store.put({ user: pack.viewer.id, expires_at: pack.expires_at, etag, sealed });
    await change.done;
  }

  async wipe(): Promise<void> {
    await this.store.clear("packs");
  }
}

/** A pack that is the same still has a new end, and a new name to ask for it by. */
function renewed(headers: Headers, kept: KeptPack): Pick<KeptPack, "etag" | "expires_at"> {
  return {
    etag: headers.get("ETag") ?? kept.etag,
    expires_at: headers.get(EXPIRES) ?? kept.expires_at,
  };
}
