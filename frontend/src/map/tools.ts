/** Drawing on the map with mouse, finger or keyboard: a box, a polygon, a ring, a distance, an area. */
import type { LatLng, Map as LeafletMap, LeafletMouseEvent } from "leaflet";
import L from "leaflet";
import { metresBetween, metresOf, squareMetresOf } from "../state/measure.ts";
import type { Drawing, ToolKind } from "./types.ts";

const STYLE = { color: "#0b5fd8", weight: 2.5, fillColor: "#0b5fd8", fillOpacity: 0.08, interactive: false };
const CLOSED: ReadonlySet<ToolKind> = new Set(["polygon", "area"]);

type Told = (drawing: Drawing, finished: boolean) => void;

export class Tools {
  readonly #group: L.LayerGroup;
  readonly #kept: L.LayerGroup;
  #kind: ToolKind | null = null;
  #corners: LatLng[] = [];
  #hover: LatLng | null = null;
  #tell: Told = () => {};

  constructor(private readonly map: LeafletMap) {
    this.#group = L.layerGroup().addTo(map);
    this.#kept = L.layerGroup().addTo(map);
  }

  get active(): boolean {
    return this.#kind !== null;
  }

  /** Begin with a tool; null puts it away. `tell` hears of every change and of the end. */
  use(kind: ToolKind | null, tell: Told = () => {}): void {
    this.#group.clearLayers();
    this.#corners = [];
    this.#hover = null;
    this.#kind = kind;
    this.#tell = tell;
    const { map } = this;
    map.getContainer().classList.toggle("map-picking", kind !== null);
    map.off("mousemove", this.#move).off("dblclick", this.finish);
    if (kind) map.doubleClickZoom.disable();
    else map.doubleClickZoom.enable();
    if (kind) map.on("mousemove", this.#move).on("dblclick", this.finish);
  }

  /** A click, a touch, or Enter on the cross. */
  point(at: LatLng): void {
    const last = this.#corners.at(-1);
    if (!this.#kind || (last && last.distanceTo(at) < 0.01)) return;
    this.#corners.push(at);
    const done = (this.#kind === "box" || this.#kind === "ring") && this.#corners.length === 2;
    this.#draw();
    if (done) this.finish();
  }

  /** Take the last corner back. */
  undo(): void {
    this.#corners.pop();
    this.#draw();
  }

  /** Nothing more is to come. */
  readonly finish = (): void => {
    const drawing = this.#drawing(this.#corners);
    if (!drawing) return;
    this.#hover = null;
    this.#draw();
    this.#tell(drawing, true);
  };

  /** Outline of what a filter was drawn as; null takes it away. */
  keep(drawing: Drawing | null): void {
    this.#kept.clearLayers();
    if (drawing) this.#shape(drawing).addTo(this.#kept);
  }

  destroy(): void {
    this.use(null);
    this.#group.remove();
    this.#kept.remove();
  }

  readonly #move = (event: LeafletMouseEvent): void => {
    if (this.#corners.length === 0) return;
    this.#hover = event.latlng;
    this.#draw();
  };

  #draw(): void {
    this.#group.clearLayers();
    const corners = this.#hover ? [...this.#corners, this.#hover] : this.#corners;
    const drawing = this.#drawing(corners);
    if (drawing) this.#shape(drawing).addTo(this.#group);
    else if (corners.length > 1) L.polyline(corners, STYLE).addTo(this.#group);
    for (const corner of this.#corners) {
      L.circleMarker(corner, { ...STYLE, radius: 4, fillColor: "#ffffff", fillOpacity: 1 }).addTo(
        this.#group,
      );
    }
    if (drawing) this.#tell(drawing, false);
  }

  #drawing(corners: readonly LatLng[]): Drawing | null {
    const places = corners.map(({ lng, lat }): [number, number] => [lng, lat]);
    const [first, second] = places;
    if (!this.#kind || !first || !second) return null;
    const kind = this.#kind;
    if (kind === "ring")
      return { kind, places: [first], metres: metresBetween(first, second), squareMetres: 0 };
    if (kind === "box") {
      const ring: [number, number][] = [first, [second[0], first[1]], second, [first[0], second[1]]];
      return { kind, places: [first, second], metres: 0, squareMetres: squareMetresOf(ring) };
    }
    if (CLOSED.has(kind) && places.length < 3) return null;
    const squareMetres = CLOSED.has(kind) ? squareMetresOf(places) : 0;
    return { kind, places, metres: metresOf(CLOSED.has(kind) ? [...places, first] : places), squareMetres };
  }

  #shape({ kind, places, metres }: Drawing): L.Layer {
    const at = places.map(([lon, lat]) => L.latLng(lat, lon));
    const [first, second] = at as [LatLng, LatLng];
    if (kind === "ring") return L.circle(first, { ...STYLE, radius: metres });
    if (kind === "box") return L.rectangle(L.latLngBounds(first, second), STYLE);
    return CLOSED.has(kind) ? L.polygon(at, STYLE) : L.polyline(at, STYLE);
  }
}
