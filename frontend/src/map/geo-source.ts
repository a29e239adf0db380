/** A GeoJSON source fed by differences, at most ten times a second; refilled whole when the style came back. */
import type { Feature, Point } from "geojson";
import type { GeoJSONSource, Map as GlMap } from "maplibre-gl";

const FLUSH_MS = 100;

export type Mark = Feature<Point, Record<string, string | number>> & { id: string | number };

export class GeoSource {
  readonly #all = new Map<string | number, Mark>();
  readonly #added = new Map<string | number, Mark>();
  readonly #removed = new Set<string | number>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly gl: () => GlMap | null,
    private readonly name: string,
  ) {}

  put(mark: Mark): void {
    this.#all.set(mark.id, mark);
    this.#added.set(mark.id, mark);
    this.#removed.delete(mark.id);
    this.#plan();
  }

  drop(id: string | number): void {
    if (!this.#all.delete(id)) return;
    this.#added.delete(id);
    this.#removed.add(id);
    this.#plan();
  }

  /** Replace everything. */
  fill(marks: Iterable<Mark>): void {
    this.#all.clear();
    for (const mark of marks) this.#all.set(mark.id, mark);
    this.refill();
  }

  refill(): void {
    this.#forget();
    this.#source()?.setData({ type: "FeatureCollection", features: [...this.#all.values()] });
  }

  stop(): void {
    this.#forget();
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    const source = this.#source();
    if (!source) return this.#forget(); // refilled on style.load
    source
      .updateData({ add: [...this.#added.values()], remove: [...this.#removed] })
      .catch((error: unknown) => {
        console.warn(`map source ${this.name}: filling it anew`, error);
        this.refill();
      });
    this.#forget();
  }

  #forget(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#added.clear();
    this.#removed.clear();
  }

  #source(): GeoJSONSource | undefined {
    return this.gl()?.getSource(this.name);
  }
}

export function markAt(id: string | number, lon: number, lat: number, properties: Mark["properties"]): Mark {
  return { type: "Feature", id, geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}
