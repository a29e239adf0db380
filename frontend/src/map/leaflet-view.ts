/** What both kinds of map do alike: where to look, places to mark, areas to draw, alarms and news. */
import type { LayerGroup } from "leaflet";
import type { Lang } from "../net/wire.ts";
import type { Store, StoreChange } from "../state/store.ts";
import { AlarmMarks } from "./alarm-marks.ts";
import { NewsMark, newsOf } from "./news.ts";
import { pastLayer } from "./past.ts";
import { Rings } from "./rings.ts";
import { Shell } from "./shell.ts";
import type {
  Announcement,
  Drawing,
  MapConfig,
  MapHandlers,
  Outline,
  Padding,
  ToolKind,
  View,
} from "./types.ts";

type Place = { lon: number; lat: number };

export abstract class LeafletView {
  protected readonly shell: Shell;
  readonly #news: NewsMark;
  readonly #alarms: AlarmMarks;
  readonly #rings: Rings;
  readonly #unsubscribe: () => void;
  #past: LayerGroup | null = null;
  /** a link named the place before there was a snapshot: do not go home then */
  #flown = false;

  constructor(
    el: HTMLElement,
    protected readonly config: MapConfig,
    protected readonly store: Store,
    protected readonly handlers: MapHandlers,
  ) {
    this.shell = new Shell(el, config, handlers);
    const { map } = this.shell;
    this.#news = new NewsMark(map);
    this.#alarms = new AlarmMarks(map, store, (selection) => handlers.onSelect(selection));
    this.#rings = new Rings(map);
    if (store.snapshot) this.fitHome();
    map.on("safegrid:home", () => this.fitHome());
    this.#unsubscribe = store.subscribe((change) => {
      this.#alarms.take(change);
      this.changed(change);
      const news = config.quiet || change.reset ? null : newsOf(change);
      if (news) this.#news.show(news);
    });
  }

  protected abstract changed(change: StoreChange): void;

  flyTo(lon: number, lat: number, zoom?: number): void {
    this.#flown = true;
    this.shell.flyTo(lon, lat, zoom);
  }

  fitHome(): void {
    this.shell.fitHome(this.store.snapshot?.extent ?? null);
  }

  /** The first snapshot came: go home, unless a link named a place. */
  protected settle(): void {
    if (!this.#flown) this.fitHome();
  }

  setPadding(padding: Padding): void {
    this.shell.setPadding(padding);
  }

  view(): View {
    return this.shell.view();
  }

  setLang(lang: Lang): void {
    this.shell.setLang(lang);
  }

  zoomBy(steps: number): void {
    this.shell.map.setZoom(this.shell.map.getZoom() + steps);
  }

  pick(on: boolean): void {
    this.shell.pick(on);
  }

  mark(place: Place | null): void {
    this.shell.mark(place);
  }

  rings(place: Place | null, metres: readonly number[] = []): void {
    this.#rings.show(place, metres);
  }

  tool(kind: ToolKind | null, tell?: (drawing: Drawing, finished: boolean) => void): void {
    this.shell.tools.use(kind, tell);
  }

  draw(command: "undo" | "finish"): void {
    this.shell.tools[command]();
  }

  keepArea(drawing: Drawing | null): void {
    this.shell.tools.keep(drawing);
  }

  past(outlines: readonly Outline[] | null, pressed: (lon: number, lat: number) => void = () => {}): void {
    this.shell.onPressed = outlines ? (at) => pressed(at.lng, at.lat) : () => {};
    this.#past?.remove();
    this.#past = outlines ? pastLayer(outlines).addTo(this.shell.map) : null;
  }

  metresPerPixel(): number {
    return this.shell.metresPerPixel();
  }

  bounds(): [number, number, number, number] {
    return this.shell.bounds();
  }

  announce(news: Announcement | null): void {
    if (news) this.#news.show(news);
    else this.#news.clear();
  }

  destroy(): void {
    this.#unsubscribe();
    this.#alarms.clear();
    this.#news.clear();
    this.shell.destroy();
  }
}
