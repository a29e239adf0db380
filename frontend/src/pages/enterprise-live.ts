import type { Api } from "../net/api.ts";
import { Live, type LiveStatus } from "../net/live.ts";
import { Store } from "../state/store.ts";
import { concerns } from "../ui/enterprise/concerns.ts";
import { goToLogin } from "./start.ts";
import { TilePass } from "./tile-pass.ts";

/** The last of several changes at once is the one to ask after. */
const CALM_MS = 400;

/** The page hears what happens to its unit, as every other screen does, and tells once when it has calmed down. */
export class EnterpriseLive {
  readonly store = new Store();
  private readonly pass = new TilePass();
  private readonly live: Live;
  private timer = 0;

  constructor(api: Api, unit: () => number, news: () => void, onStatus: (status: LiveStatus) => void) {
    this.live = new Live({
      loadSnapshot: (signal) => api.snapshot(signal),
      sink: this.store,
      onStatus,
      onEnded: goToLogin,
    });
    let first = true;
    this.store.subscribe((change) => {
      if (change.reset && first) first = false;
      else if (concerns(unit(), change)) {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(news, CALM_MS);
      }
    });
  }

  start(): void {
    this.live.start();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.live.stop();
  }

  /** Address of the tiles of cells; asking for it opens them. */
  async tiles(): Promise<string> {
    return (await this.pass.renew()).cells;
  }
}
