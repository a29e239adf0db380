/** Keeps the point tiles true: overlay for single objects, refetching for bins, reloading when either is full. */
import type {
  ErrorEvent,
  GeoJSONFeature,
  Map as GlMap,
  MapSourceDataEvent,
  VectorTileSource,
} from "maplibre-gl";
import type { Op } from "../net/wire.ts";
import type { StoreChange } from "../state/store.ts";
import type { FeatureStates } from "./feature-states.ts";
import { GeoSource } from "./geo-source.ts";
import { overlayMark } from "./marks.ts";
import { type Covered, type Entry, Overlay } from "./overlay.ts";
import { DEEPEST, Refetch, type TileId, tileAt, within } from "./refetch.ts";
import { DETAIL_ZOOM } from "./style-points.ts";
import { LEFT_OUT, type LeftOut, NOTHING_LEFT_OUT } from "./words.ts";

const SOURCE = "points";
/** What a tile may say of points that are only in its bins. */
const POINTS = ["red", "orange", "rest"] as const;
const LAYERS: Record<Covered, readonly string[]> = { point: ["point", "shape"], unit: ["unit"] };

export class PointTiles {
  readonly overlay = new Overlay();
  readonly overlaySource: GeoSource;
  readonly #refetch: Refetch;
  /** number of the reload under way, and whether a tile of it failed */
  #reloading: { generation: number; failed: boolean } | null = null;
  #scan: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly gl: () => GlMap | null,
    private readonly states: FeatureStates,
  ) {
    this.overlaySource = new GeoSource(gl, "overlay");
    this.#refetch = new Refetch({
      zoom: () => Math.floor(this.gl()?.getZoom() ?? 0),
      refetch: (tiles) => this.#fetchAgain(tiles),
    });
  }

  listen(gl: GlMap): void {
    gl.on("sourcedata", (event) => this.#data(event));
    gl.on("idle", () => this.#settled());
    gl.on("error", (event) => this.#failed(event));
  }

  take(change: StoreChange): void {
    for (const entry of this.overlay.take(change.ops)) this.#show(entry);
    for (const op of change.ops) this.#touch(op);
    for (const { entity, before } of change.objects) {
      if (entity === "point" && before) this.#refetch.touch(before.lon, before.lat);
    }
    if (this.overlay.full) this.reload(null);
  }

  /** Where an object is that only the overlay knows, e.g. one too harmless to be held. */
  place(entity: Covered, id: number): { lon: number; lat: number } | null {
    return this.overlay.get(entity, id)?.drawn ?? null;
  }

  /** What the tiles on the screen say they do not draw one by one. */
  leftOut(): LeftOut {
    const sum = { ...NOTHING_LEFT_OUT };
    for (const { properties } of this.#more()) {
      for (const name of LEFT_OUT) sum[name] += Number(properties[name] ?? 0);
    }
    return sum;
  }

  #more(): GeoJSONFeature[] {
    const gl = this.gl();
    return gl?.getSource(SOURCE) ? gl.querySourceFeatures(SOURCE, { sourceLayer: "more" }) : [];
  }

  /** Tiles of a close zoom that have bins: what they say is left out stands in their middle. */
  #binned(z: number): TileId[] {
    const summed = this.#more().filter(({ properties }) => POINTS.some((name) => properties[name]));
    return summed.flatMap(({ geometry }) => {
      if (geometry.type !== "Point") return [];
      const [lon = 0, lat = 0] = geometry.coordinates;
      return [tileAt(lon, lat, z)];
    });
  }

  /** Load the source anew; what the overlay has stays until the new tiles are there. */
  reload(url: string | null): void {
    const gl = this.gl();
    const source = gl?.getSource<VectorTileSource>(SOURCE);
    if (!gl || !source) return;
    this.#reloading = { generation: this.overlay.beginReload(), failed: false };
    if (url) source.setTiles([url]);
    else gl.refreshTiles(SOURCE);
  }

  stop(): void {
    this.#refetch.stop();
    this.overlaySource.stop();
    if (this.#scan) clearTimeout(this.#scan);
  }

  #show(entry: Entry): void {
    const mark = overlayMark(entry);
    if (mark) this.overlaySource.put(mark);
    else this.overlaySource.drop(`${entry.entity}:${entry.id}`);
    const drawn = entry.drawn;
    const state = drawn && "base" in drawn ? { l: drawn.live, b: drawn.base, gone: false } : { gone: !drawn };
    for (const sourceLayer of LAYERS[entry.entity]) {
      this.states.set({ source: SOURCE, sourceLayer, id: entry.id }, { v: entry.v, ...state });
    }
  }

  #hide(entry: Entry): void {
    this.overlaySource.drop(`${entry.entity}:${entry.id}`);
    for (const sourceLayer of LAYERS[entry.entity]) {
      this.states.remove({ source: SOURCE, sourceLayer, id: entry.id });
    }
  }

  #touch(op: Op): void {
    if (op.o === "counts" || op.e !== "point") return;
    if (op.o === "remove") this.#refetch.touchAll();
    else this.#refetch.touch(op.d.lon, op.d.lat);
  }

  #fetchAgain(tiles: TileId[] | "all"): void {
    const gl = this.gl();
    if (!gl?.getSource(SOURCE)) return this.#refetch.done();
    // From the detail zoom on few tiles have bins: elsewhere the overlay shows every change.
    const z = Math.floor(gl.getZoom());
    const wanted = z < DETAIL_ZOOM ? tiles : within(tiles, this.#binned(Math.min(z, DEEPEST)));
    if (wanted.length === 0) return this.#refetch.done();
    gl.refreshTiles(SOURCE, wanted === "all" ? undefined : wanted);
    if (gl.isSourceLoaded(SOURCE)) this.#refetch.done();
  }

  #data(event: MapSourceDataEvent): void {
    if (event.sourceId !== SOURCE || !event.tile) return;
    if (this.gl()?.isSourceLoaded(SOURCE)) this.#refetch.done();
    if (this.overlay.size > 0) this.#scan ??= setTimeout(() => this.#giveWay(), 300);
  }

  /** A tile may know more than the overlay, e.g. while the socket is down: then the tile is right. */
  #giveWay(): void {
    this.#scan = null;
    const gl = this.gl();
    if (!gl?.getSource(SOURCE)) return;
    for (const entity of ["point", "unit"] as const) {
      const found = gl.querySourceFeatures(SOURCE, { sourceLayer: entity });
      const seen = found.map(({ id, properties }) => ({ entity, id: Number(id), v: Number(properties.v) }));
      for (const entry of this.overlay.giveWay(seen)) this.#hide(entry);
    }
  }

  #settled(): void {
    const reloading = this.#reloading;
    if (!reloading || !this.gl()?.isSourceLoaded(SOURCE)) return;
    this.#reloading = null;
    // With a tile missing, the overlay may be all that shows a change: keep it and try again later.
    if (reloading.failed) return this.#refetch.touchAll();
    for (const entry of this.overlay.reloaded(reloading.generation)) this.#hide(entry);
  }

  #failed(event: ErrorEvent & { sourceId?: string }): void {
    if (event.sourceId !== SOURCE) {
      console.warn("map", event.error);
      return;
    }
    if (this.#reloading) this.#reloading.failed = true;
    this.#refetch.done();
    this.#refetch.touchAll();
  }
}
