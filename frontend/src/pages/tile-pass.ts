import type { MapView } from "../map/types.ts";
import { Api } from "../net/api.ts";
import type { Snapshot } from "../net/wire.ts";

/** The pass lasts a quarter of an hour. */
const RENEW_MS = 10 * 60_000;

/**
 * Tiles are opened by a short-lived cookie, which the description of their source renews. It is fetched with every
 * snapshot, because the area of sight may have changed, and in between before it ends.
 */
export class TilePass {
  private readonly api = new Api("");
  private timer = 0;

  /** Returns the address of the cells' tiles, as of the boundaries in force. */
  async renew(signal?: AbortSignal): Promise<string> {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.again(), RENEW_MS);
    const { tiles } = await this.api.get<{ tiles: string[] }>(
      "/tiles.json?source=cells",
      signal ? { signal } : {},
    );
    return tiles[0] ?? "";
  }

  /**
   * A snapshot, and the pass for what it shows. New ground is drawn as soon as its address is known: the snapshot of a
   * large area takes a second more.
   */
  async begin(
    signal: AbortSignal,
    snapshot: Promise<Snapshot>,
    map: () => MapView | null,
  ): Promise<Snapshot> {
    let here = false;
    const shown = this.renew(signal).then((cells) => {
      if (!here) map()?.setGround(cells);
    });
    const [found] = await Promise.all([
      snapshot.then((each) => {
        here = true; // it may know of newer ground than the pass does
        return each;
      }),
      shown,
    ]);
    return found;
  }

  private async again(): Promise<void> {
    try {
      await this.renew();
    } catch (failure) {
      console.warn("the pass for tiles was not renewed; trying again", failure);
    }
  }
}
