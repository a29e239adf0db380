/** The map with WebGL: tells MapLibre what the store says, and the page what was clicked. */
import type { LatLng } from "leaflet";
import type { Map as GlMap } from "maplibre-gl";
import type { HazardDrawn } from "../net/wire.ts";
import type { Store, StoreChange } from "../state/store.ts";
import { CellPaint } from "./cell-paint.ts";
import type { ExtraLayer } from "./extra.ts";
import { FeatureStates } from "./feature-states.ts";
import { GeoSource, markAt } from "./geo-source.ts";
import { GlExtra } from "./gl-extra.ts";
import { addGlLayer } from "./gl-layer.ts";
import { hit } from "./hit.ts";
import { LeafletView } from "./leaflet-view.ts";
import { watchLoss } from "./loss.ts";
import { filteredPoint, filteredUnit, hazardMark, tickMark } from "./marks.ts";
import { PointTiles } from "./point-tiles.ts";
import { buildStyle, GROUPS, THIN, type TileUrls, tileUrls, UNFILTERED } from "./style.ts";
import { applyMode } from "./style-mode.ts";
import type {
  CellLevel,
  FilterMarks,
  LayerName,
  MapConfig,
  MapHandlers,
  MapView,
  RiskMode,
  Selection,
} from "./types.ts";
import { NOTHING_LEFT_OUT } from "./words.ts";

const TICK_MS = 10_000;

export class GlMapView extends LeafletView implements MapView {
  readonly kind = "gl";
  readonly #states = new FeatureStates(() => this.#gl);
  readonly #hazards = new GeoSource(() => this.#gl, "hazards");
  readonly #selectedMark = new GeoSource(() => this.#gl, "selected");
  readonly #filtered = new GeoSource(() => this.#gl, "filtered");
  #marks: FilterMarks | null = null;
  readonly #cells: CellPaint;
  readonly #points: PointTiles;
  readonly #extra: GlExtra;
  #gl: GlMap | null = null;
  #urls: TileUrls;
  #mode: RiskMode = "live";
  readonly #on: Record<LayerName, boolean> = {
    risk: true,
    ownership: false,
    points: true,
    units: true,
    hazards: true,
    labels: true,
    basemap: true,
  };
  /** show the base map that comes with the pages: none is set, or the one that is does not answer */
  #thin: boolean;
  #selection: Selection | null = null;
  #touch = false;
  readonly #ticks = new Set<ReturnType<typeof setTimeout>>();
  readonly #scale: number;
  /** ends the watch over the WebGL context */
  readonly #loss: () => void;

  constructor(el: HTMLElement, config: MapConfig, store: Store, handlers: MapHandlers) {
    super(el, config, store, handlers);
    this.#scale = config.scale ?? 1;
    this.#thin = config.basemap === null;
    this.#cells = new CellPaint(() => this.#gl, this.#states, store);
    this.#points = new PointTiles(() => this.#gl, this.#states);
    this.#extra = new GlExtra(() => this.#gl, this.#scale);
    this.#urls = this.#currentUrls();
    const style = buildStyle(
      this.#urls,
      absolute(config.staticUrl),
      config.basemap === null,
      this.#mode,
      this.#scale,
    );
    this.#gl = addGlLayer(this.shell.map, style, () => this.#ready()).gl;
    this.#points.listen(this.#gl);
    this.#loss = watchLoss(this.#gl.getCanvas(), () => this.handlers.onLost?.());
    this.#gl.on("idle", () => {
      el.dataset.drawn = "yes"; // for tests and for printing: nothing more is to come
      // A filter draws all of its own marks.
      const summed = this.#on.points && !this.#marks;
      this.shell.sayLeftOut(summed ? this.#points.leftOut() : NOTHING_LEFT_OUT);
    });
    this.shell.onBasemap = (down) => {
      this.#thin = down;
      this.#applyLayers();
    };
    this.shell.onPoint = (at) => {
      if (this.#gl) this.handlers.onSelect(this.#hit(at));
    };
    el.addEventListener("pointerdown", this.#pointer);
  }

  readonly #pointer = (event: PointerEvent): void => {
    this.#touch = event.pointerType === "touch";
  };

  /** Marks of risk and hazards first, then those of further layers, then the ground. */
  #hit(at: LatLng): Selection | null {
    const found = this.#gl ? hit(this.#gl, this.#points.overlay, at, this.#touch) : null;
    if (found && found.entity !== "cell") return found;
    return this.#extra.hit(at, this.#touch ? 12 : 5) ?? found;
  }

  #currentUrls(): TileUrls {
    const { hash } = this.store.scope;
    return tileUrls(location.origin, hash || "none", this.store.snapshot?.boundary ?? 0);
  }

  /** The style is there, for the first time or again: fill it with what we know. */
  #ready(): void {
    this.#states.reapply();
    this.#cells.paintAll();
    this.#points.overlaySource.refill();
    this.#fillHazards();
    this.#selectedMark.refill();
    this.#filtered.refill();
    this.#showSelectedCell();
    this.#applyLayers();
    this.#extra.apply();
    if (this.#gl) applyMode(this.#gl, this.#mode, this.#scale);
  }

  protected override changed(change: StoreChange): void {
    if (change.reset) return this.#reset();
    this.#cells.paint(change.recoloured);
    this.#points.take(change);
    for (const { entity, after, before, id } of change.objects) {
      if (entity !== "hazard") continue;
      if (this.#marks && !this.#marks.hazards.has(id)) continue;
      if (after) this.#hazards.put(hazardMark(after as HazardDrawn));
      else if (before) this.#tick(before as HazardDrawn);
      else this.#hazards.drop(id);
    }
    if (change.objects.some(({ entity, id }) => this.#isSelected(entity, id))) this.#placeSelection();
  }

  setGround(cells: string): void {
    const first = this.#urls.cells.includes("/none/");
    if (first || cells === this.#urls.cells) return;
    this.#urls = { ...this.#urls, cells };
    this.#cells.setTiles(cells);
  }

  get ground(): string {
    return this.#urls.cells;
  }

  /** Another snapshot: perhaps another area or other ground; what the tiles cannot know yet stays in the overlay. */
  #reset(): void {
    const urls = this.#currentUrls();
    const before = this.#urls;
    const first = before.cells.includes("/none/");
    this.#urls = urls;
    if (urls.cells !== before.cells) this.#cells.setTiles(urls.cells);
    this.#points.reload(urls.points === before.points ? null : urls.points);
    this.#cells.reset();
    this.#fillHazards();
    this.#placeSelection();
    if (first) this.settle();
  }

  #fillHazards(): void {
    const wanted = this.#marks?.hazards;
    const shown = [...this.store.all("hazard")].filter(({ id }) => !wanted || wanted.has(id));
    this.#hazards.fill(shown.map(hazardMark));
  }

  /** Just closed (or out of sight): a tick for a moment, then nothing. */
  #tick(hazard: HazardDrawn): void {
    this.#hazards.put(tickMark(hazard));
    const timer = setTimeout(() => {
      this.#ticks.delete(timer);
      if (!this.store.get("hazard", hazard.id)) this.#hazards.drop(hazard.id);
    }, TICK_MS);
    this.#ticks.add(timer);
  }

  setRiskMode(mode: RiskMode): void {
    this.#mode = mode;
    if (this.#gl) applyMode(this.#gl, mode, this.#scale);
  }

  setLayer(name: LayerName, on: boolean): void {
    this.#on[name] = on;
    this.#applyLayers();
  }

  #applyLayers(): void {
    const gl = this.#gl;
    if (!gl?.isStyleLoaded() && !gl?.getLayer("point")) return;
    for (const [name, layers] of Object.entries(GROUPS)) {
      const on = this.#on[name as LayerName] && !(name === "risk" && this.#on.ownership);
      for (const layer of layers) {
        const shown = on && !(this.#marks && UNFILTERED.includes(layer));
        if (gl.getLayer(layer)) gl.setLayoutProperty(layer, "visibility", shown ? "visible" : "none");
      }
    }
    this.#cells.showOwnership(this.#on.ownership);
    this.shell.map.getContainer().classList.toggle("map-no-basemap", !this.#on.basemap);
    for (const [i, layer] of THIN.entries()) {
      const shown = this.#thin && (this.#on.basemap || i < 2);
      if (gl.getLayer(layer)) gl.setLayoutProperty(layer, "visibility", shown ? "visible" : "none");
    }
  }

  setOwnershipLevel(level: CellLevel): void {
    this.#cells.setOwnershipLevel(level);
    this.#applyLayers();
  }

  setExtra(layers: readonly ExtraLayer[]): void {
    this.#extra.set(layers);
  }

  refreshExtra(): void {
    this.#extra.refresh();
  }

  select(selection: Selection | null): void {
    this.#selection = selection;
    this.#placeSelection();
  }

  #isSelected(entity: string, id: number): boolean {
    return this.#selection?.entity === entity && this.#selection.id === id;
  }

  #placeSelection(): void {
    this.#showSelectedCell();
    const place = this.#selectedPlace();
    this.#selectedMark.fill(place ? [markAt(1, place.lon, place.lat, {})] : []);
  }

  #showSelectedCell(): void {
    const id = this.#selection?.entity === "cell" ? this.#selection.id : -1;
    for (const layer of ["cell-selected-halo", "cell-selected"]) {
      if (this.#gl?.getLayer(layer)) this.#gl.setFilter(layer, ["==", ["id"], id]);
    }
  }

  #selectedPlace(): { lon: number; lat: number } | null {
    const { entity, id } = this.#selection ?? { entity: "cell" as const, id: -1 };
    if (entity === "feature") return this.#selection?.at ?? null;
    if (entity === "cell") return null;
    const held =
      this.store.get(entity, id) ??
      (entity === "point" || entity === "unit" ? this.#points.place(entity, id) : null);
    return held ?? placeIn(this.#marks, entity, id);
  }

  setMarks(marks: FilterMarks | null): void {
    if (marks === null && this.#marks === null) return; // nothing to draw anew
    const switched = (marks === null) !== (this.#marks === null);
    this.#marks = marks;
    this.#filtered.fill([
      ...(marks?.units ?? []).map(filteredUnit),
      ...(marks?.points ?? []).map(filteredPoint),
    ]);
    this.#fillHazards();
    if (switched) this.#applyLayers();
  }

  picture(): Promise<string | null> {
    const gl = this.#gl;
    if (!gl) return Promise.resolve(null);
    return new Promise((done) => {
      gl.once("render", () => done(gl.getCanvas().toDataURL()));
      gl.triggerRepaint();
    });
  }

  override destroy(): void {
    this.#loss();
    for (const timer of this.#ticks) clearTimeout(timer);
    this.#points.stop();
    this.#hazards.stop();
    this.#selectedMark.stop();
    this.#filtered.stop();
    this.#gl = null;
    this.shell.map.getContainer().removeEventListener("pointerdown", this.#pointer);
    super.destroy();
  }
}

/** Where a mark of the filter stands: the screen may hold only what is worse. */
function placeIn(marks: FilterMarks | null, entity: string, id: number): { lon: number; lat: number } | null {
  const rows = entity === "point" ? marks?.points : entity === "unit" ? marks?.units : [];
  const row = rows?.find((each) => each[0] === id);
  return row ? { lon: row[1], lat: row[2] } : null;
}

function absolute(url: string): string {
  return new URL(url, location.href).href;
}
