import { groundOf } from "../map/style.ts";
import type { Bounds, MapView } from "../map/types.ts";
import { Api } from "../net/api.ts";
import type { Snapshot } from "../net/wire.ts";

interface Ground {
  cells: string;
  changed: readonly Bounds[] | null;
}

/** The pass lasts a quarter of an hour. */
const RENEW_MS = 10 * 60_000;

/**
 * Tiles are opened by a short-lived cookie, which the description of their source renews. It is fetched with every
 * snapshot, because the area of sight may have changed, and in between before it ends.
 */
export class TilePass {
  private readonly api = new Api("");
  private timer = 0;

  /** Returns the address of the cells' tiles, as of the boundaries in force, and where alone they differ from `shown`. */
  async renew(shown = "", signal?: AbortSignal): Promise<Ground> {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.again(), RENEW_MS);
    const { area, boundary } = groundOf(shown);
    const since = boundary && `&since=${boundary}&area=${area}`;
    const { tiles, changed } = await this.api.get<{ tiles: string[]; changed?: Bounds[] | null }>(
      `/tiles.json?source=cells${since}`,
      signal ? { signal } : {},
    );
    return { cells: tiles[0] ?? "", changed: changed ?? null };
  }

  /**
   * A snapshot, and the pass for what it shows. New ground is drawn as soon as its address is known: the snapshot of a
   * large area takes a second more.
   */
  async begin(
    signal: AbortSignal,
    load: () => Promise<Snapshot>,
    map: () => MapView | null,
  ): Promise<Snapshot> {
    let here = false;
    const before = map()?.ground ?? "";
    const shown = this.renew(before, signal).then(({ cells, changed }) => {
      const view = map();
      if (!here && view) view.setGround(cells, view.ground === before ? changed : null);
    });
    // The server works on both at once: a map that is there gets its new outlines first.
    if (before) await shown;
    const [found] = await Promise.all([
      load().then((each) => {
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
