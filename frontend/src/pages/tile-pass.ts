import { Api } from "../net/api.ts";

/** The pass lasts a quarter of an hour. */
const RENEW_MS = 10 * 60_000;

/**
 * Tiles are opened by a short-lived cookie, which the description of their source renews. It is fetched with every
 * snapshot, because the area of sight may have changed, and in between before it ends.
 */
export class TilePass {
  private readonly api = new Api("");
  private timer = 0;

  async renew(signal?: AbortSignal): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.again(), RENEW_MS);
    await this.api.get("/tiles.json?source=points", signal ? { signal } : {});
  }

  private async again(): Promise<void> {
    try {
      await this.renew();
    } catch (failure) {
      console.warn("the pass for tiles was not renewed; trying again", failure);
    }
  }
}
