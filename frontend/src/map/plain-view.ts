/** The map of a browser without usable WebGL: cells, red, orange and just-changed points, on Leaflet's canvas. */
import type { GeoJSON, LatLng } from "leaflet";
import L from "leaflet";
import type { HazardDrawn } from "../net/wire.ts";
import type { Store, StoreChange } from "../state/store.ts";
import type { ExtraLayer } from "./extra.ts";
import { LeafletView } from "./leaflet-view.ts";
import { INK } from "./palette.ts";
import { PlainCells } from "./plain-cells.ts";
import { PlainExtra } from "./plain-extra.ts";
import { PlainLabels } from "./plain-labels.ts";
import { PlainMarks } from "./plain-marks.ts";
import { tileUrls } from "./style.ts";
import type {
  Bounds,
  CellLevel,
  FilterMarks,
  LayerName,
  MapConfig,
  MapHandlers,
  MapView,
  RiskMode,
  Selection,
} from "./types.ts";

const REACH = 14;

export class PlainMapView extends LeafletView implements MapView {
  readonly kind = "plain";
  readonly #cells: PlainCells;
  readonly #marks: PlainMarks;
  readonly #labels: PlainLabels;
  readonly #extra: PlainExtra;
  #base: GeoJSON | null = null;
  #risk = true;
  #ownership = false;
  #ownershipLevel: CellLevel = 3;
  #url: string;

  constructor(el: HTMLElement, config: MapConfig, store: Store, handlers: MapHandlers) {
    super(el, config, store, handlers);
    const { map } = this.shell;
    this.#url = this.#cellsUrl();
    this.#cells = new PlainCells(map, store, this.#url);
    this.#marks = new PlainMarks(map, store);
    this.#labels = new PlainLabels(map, store);
    this.#extra = new PlainExtra(map, () => this.#showExtra());
    this.shell.onPoint = (at) => this.handlers.onSelect(this.#hit(at));
    if (config.basemap === null) void this.#loadBase();
    this.#cells.paper = config.basemap === null;
    this.shell.onBasemap = (down) => {
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
      this.#base.addTo(this.shell.map);
      return;
    }
    const response = await fetch(`${this.config.staticUrl}basemap/basemap_xuchang.geojson`);
    const water = (layer: string): boolean => layer === "lake" || layer.startsWith("river");
    this.#base = L.geoJSON(await response.json(), {
      interactive: false,
      filter: (feature) => water(String(feature.properties.layer)),
      style: { color: INK.river, weight: 1.6, fillColor: INK.water, fillOpacity: 1 },
    }).addTo(this.shell.map);
  }

  #hit(at: LatLng): Selection | null {
    const mark = this.#marks.at(at, REACH);
    if (mark) return mark;
    const cell = this.#cells.at(at);
    return cell === null ? null : { entity: "cell", id: cell };
  }

  protected override changed(change: StoreChange): void {
    if (change.reset) this.#reset();
    else this.#take(change);
    this.#cells.repaint(change.recoloured);
  }

  setGround(cells: string, changed: readonly Bounds[] | null): void {
    if (this.#url.includes("/none/") || cells === this.#url) return;
    if (changed) this.#cells.renew(cells, changed);
    else this.#cells.setTiles(cells);
    this.#url = cells;
  }

  get ground(): string {
    return this.#url;
  }

  #reset(): void {
    this.#marks.forget();
    this.#marks.paint();
    const url = this.#cellsUrl();
    const first = this.#url.includes("/none/");
    if (url !== this.#url) this.#cells.setTiles(url);
    this.#url = url;
    if (first) this.settle();
    this.#labels.paint();
  }

  #take(change: StoreChange): void {
    for (const op of change.ops) {
      if (op.o === "upsert" && op.e === "point") this.#marks.fresh(op.d);
      else if (op.o === "remove" && op.e === "point") this.#marks.gone(op.id);
    }
    for (const { entity, before, after } of change.objects) {
      if (before) this.#marks.touch([before]);
      if (after) this.#marks.touch([after]);
      if (entity === "hazard" && before && !after) this.#marks.tick(before as HazardDrawn);
    }
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
    if (on) this.#base?.addTo(this.shell.map);
    else this.#base?.remove();
    this.shell.map.getContainer().classList.toggle("map-no-basemap", !on);
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

  setMarks(marks: FilterMarks | null): void {
    this.#marks.wanted = marks;
    this.#marks.paint();
  }

  picture(): Promise<null> {
    return Promise.resolve(null);
  }

  override destroy(): void {
    this.#cells.destroy();
    this.#extra.destroy();
    this.#marks.destroy();
    this.#labels.destroy();
    super.destroy();
  }
}
