/** The map of a browser without usable WebGL: cells, red, orange and just-changed points, on Leaflet's canvas. */
import type { GeoJSON, LatLng } from "leaflet";
import L from "leaflet";
import type { HazardDrawn, Lang } from "../net/wire.ts";
import type { Store, StoreChange } from "../state/store.ts";
import { AlarmMarks } from "./alarm-marks.ts";
import type { ExtraLayer } from "./extra.ts";
import { NewsMark, newsOf } from "./news.ts";
import { INK } from "./palette.ts";
import { PlainCells } from "./plain-cells.ts";
import { PlainExtra } from "./plain-extra.ts";
import { PlainLabels } from "./plain-labels.ts";
import { PlainMarks } from "./plain-marks.ts";
import { Rings } from "./rings.ts";
import { Shell } from "./shell.ts";
import { tileUrls } from "./style.ts";
import type {
  Announcement,
  CellLevel,
  Drawing,
  FilterMarks,
  LayerName,
  MapConfig,
  MapHandlers,
  MapView,
  Padding,
  RiskMode,
  Selection,
  ToolKind,
  View,
} from "./types.ts";

const REACH = 14;

export class PlainMapView implements MapView {
  readonly kind = "plain";
  readonly #shell: Shell;
  readonly #cells: PlainCells;
  readonly #marks: PlainMarks;
  readonly #labels: PlainLabels;
  readonly #extra: PlainExtra;
  readonly #news: NewsMark;
  readonly #alarms: AlarmMarks;
  readonly #rings: Rings;
  #base: GeoJSON | null = null;
  #risk = true;
  #ownership = false;
  #ownershipLevel: CellLevel = 3;
  #url: string;
  /** a link named the place before there was a snapshot: do not go home then */
  #flown = false;
  readonly #unsubscribe: () => void;

  constructor(
    el: HTMLElement,
    private readonly config: MapConfig,
    private readonly store: Store,
    private readonly handlers: MapHandlers,
  ) {
    this.#shell = new Shell(el, config, handlers);
    const { map } = this.#shell;
    this.#url = this.#cellsUrl();
    if (store.snapshot) this.#shell.fitHome(store.tree);
    this.#cells = new PlainCells(map, store, this.#url);
    this.#marks = new PlainMarks(map, store);
    this.#labels = new PlainLabels(map, store);
    this.#extra = new PlainExtra(map, () => this.#showExtra());
    this.#news = new NewsMark(map);
    this.#alarms = new AlarmMarks(map, store, (selection) => handlers.onSelect(selection));
    this.#rings = new Rings(map);
    this.#shell.onPoint = (at) => this.handlers.onSelect(this.#hit(at));
    map.on("safegrid:home", () => this.fitHome());
    this.#unsubscribe = store.subscribe((change) => this.#changed(change));
    if (config.basemap === null) void this.#loadBase();
    this.#cells.paper = config.basemap === null;
    this.#shell.onBasemap = (down) => {
      this.#cells.paper = down;
      this.#cells.paint();
      if (down) void this.#loadBase();
      else this.#base?.remove();
    };
    this.#marks.paint();
    this.#labels.paint();
  }

  #cellsUrl(): string {
    return tileUrls(location.origin, this.store.scope.hash || "none", this.store.snapshot?.boundary ?? 0)
      .cells;
  }

  async #loadBase(): Promise<void> {
    if (this.#base) {
      this.#base.addTo(this.#shell.map);
      return;
    }
    const response = await fetch(`${this.config.staticUrl}basemap/basemap_xuchang.geojson`);
    const water = (layer: string): boolean => layer === "lake" || layer.startsWith("river");
    this.#base = L.geoJSON(await response.json(), {
      interactive: false,
      filter: (feature) => water(String(feature.properties.layer)),
      style: { color: INK.river, weight: 1.6, fillColor: INK.water, fillOpacity: 1 },
    }).addTo(this.#shell.map);
  }

  #hit(at: LatLng): Selection | null {
    const mark = this.#marks.at(at, REACH);
    if (mark) return mark;
    const cell = this.#cells.at(at);
    return cell === null ? null : { entity: "cell", id: cell };
  }

  #changed(change: StoreChange): void {
    this.#alarms.take(change);
    if (change.reset) this.#reset();
    else this.#take(change);
    this.#cells.repaint(change.recoloured);
    if (change.reset || change.ops.some((op) => op.o !== "counts")) this.#marks.paint();
  }

  #reset(): void {
    this.#marks.forget();
    const url = this.#cellsUrl();
    const first = this.#url.includes("/none/");
    if (url !== this.#url) this.#cells.setTiles(url);
    this.#url = url;
    if (first && !this.#flown) this.fitHome();
    this.#labels.paint();
  }

  #take(change: StoreChange): void {
    for (const op of change.ops) {
      if (op.o === "upsert" && op.e === "point") this.#marks.fresh(op.d);
    }
    for (const { entity, before, after } of change.objects) {
      if (entity === "hazard" && before && !after) this.#marks.tick(before as HazardDrawn);
    }
    const news = this.config.quiet ? null : newsOf(change);
    if (news) this.#news.show(news);
  }

  setRiskMode(mode: RiskMode): void {
    this.#marks.mode = mode;
    this.#marks.paint();
  }

  setLayer(name: LayerName, on: boolean): void {
    if (name === "risk") this.#risk = on;
    else if (name === "ownership") this.#ownership = on;
    else if (name === "labels") this.#labels.shown = on;
    else if (name === "basemap") this.#toggleBase(on);
    else this.#marks.layers = { ...this.#marks.layers, [name]: on };
    this.#cells.show(this.#risk, this.#ownership ? this.#ownershipLevel : null);
    this.#labels.paint();
    this.#marks.paint();
  }

  #toggleBase(on: boolean): void {
    if (on) this.#base?.addTo(this.#shell.map);
    else this.#base?.remove();
    this.#shell.map.getContainer().classList.toggle("map-no-basemap", !on);
  }

  setOwnershipLevel(level: CellLevel): void {
    this.#ownershipLevel = level;
    this.#cells.show(this.#risk, this.#ownership ? level : null);
  }

  setExtra(layers: readonly ExtraLayer[]): void {
    this.#extra.set(layers);
  }

  refreshExtra(): void {
    this.#extra.refresh();
  }

  #showExtra(): void {
    this.#marks.extra = [...this.#extra.marks()];
    this.#marks.paint();
  }

  select(selection: Selection | null): void {
    this.#marks.selected = selection;
    this.#cells.select(selection?.entity === "cell" ? selection.id : -1);
    this.#marks.paint();
  }

  flyTo(lon: number, lat: number, zoom?: number): void {
    this.#flown = true;
    this.#shell.flyTo(lon, lat, zoom);
  }

  fitHome(): void {
    this.#shell.fitHome(this.store.tree);
  }

  setPadding(padding: Padding): void {
    this.#shell.setPadding(padding);
  }

  view(): View {
    return this.#shell.view();
  }

  setLang(lang: Lang): void {
    this.#shell.setLang(lang);
  }

  zoomBy(steps: number): void {
    this.#shell.map.setZoom(this.#shell.map.getZoom() + steps);
  }

  pick(on: boolean): void {
    this.#shell.pick(on);
  }

  mark(place: { lon: number; lat: number } | null): void {
    this.#shell.mark(place);
  }

  rings(place: { lon: number; lat: number } | null, metres: readonly number[] = []): void {
    this.#rings.show(place, metres);
  }

  setMarks(marks: FilterMarks | null): void {
    this.#marks.wanted = marks;
    this.#marks.paint();
  }

  tool(kind: ToolKind | null, tell?: (drawing: Drawing, finished: boolean) => void): void {
    this.#shell.tools.use(kind, tell);
  }

  draw(command: "undo" | "finish"): void {
    this.#shell.tools[command]();
  }

  keepArea(drawing: Drawing | null): void {
    this.#shell.tools.keep(drawing);
  }

  metresPerPixel(): number {
    return this.#shell.metresPerPixel();
  }

  picture(): Promise<null> {
    return Promise.resolve(null);
  }

  bounds(): [number, number, number, number] {
    return this.#shell.bounds();
  }

  announce(news: Announcement | null): void {
    if (news) this.#news.show(news);
    else this.#news.clear();
  }

  destroy(): void {
    this.#unsubscribe();
    this.#alarms.clear();
    this.#news.clear();
    this.#cells.destroy();
    this.#extra.destroy();
    this.#marks.destroy();
    this.#labels.destroy();
    this.#shell.destroy();
  }
}
