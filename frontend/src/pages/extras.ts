import type { components } from "../generated/api.ts";
import type { MapView } from "../map/types.ts";
import { type Api, ApiError } from "../net/api.ts";
import type { StoreChange } from "../state/store.ts";
import type { ExtraModel, LayerInfo } from "../ui/extra.ts";

const PARAM = "lay";
/** A storm of events must not become a storm of lists and tiles. */
const EVERY_MS = 5_000;

/** Further layers of a page: the list, which are on (kept in the address), and when to ask again. */
export class Extras implements ExtraModel {
  list: LayerInfo[] = [];
  readonly on = new Set((new URLSearchParams(location.search).get(PARAM) ?? "").split(",").filter(Boolean));
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly api: Api,
    private readonly map: () => MapView | null,
    private readonly changed: () => void,
  ) {}

  /** Read the list; a failure leaves what is there and is tried again with the next event. */
  async load(): Promise<void> {
    this.asked = Date.now();
    try {
      this.list = (await this.api.get<components["schemas"]["LayerList"]>("/layers")).layers;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("the list of layers was not read", failure.code);
    }
    this.show();
    this.changed();
  }

  /** The map is there, or shows something else. */
  show(): void {
    this.map()?.setExtra(this.list.filter((layer) => this.on.has(layer.code)));
  }

  toggle(code: string, on: boolean): void {
    if (on) this.on.add(code);
    else this.on.delete(code);
    const params = new URLSearchParams(location.search);
    if (this.on.size) params.set(PARAM, [...this.on].join(","));
    else params.delete(PARAM);
    const text = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%40", "@");
    history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""));
    this.show();
    this.changed();
  }

  /** A layer has another version: ask at once. Units or posts changed: what is computed from them may have, too. */
  take(change: StoreChange): void {
    if (change.reset || change.told.some((told) => told.o === "layer")) void this.load();
    else if (change.ops.some((op) => op.o === "counts" || op.e === "unit")) this.soon();
  }

  private soon(): void {
    if (this.timer || !this.list.some((layer) => layer.source !== "features" && this.on.has(layer.code)))
      return;
    this.timer = window.setTimeout(
      () => {
        this.timer = 0;
        this.map()?.refreshExtra();
        void this.load();
      },
      Math.max(0, this.asked + EVERY_MS - Date.now()),
    );
  }
}
