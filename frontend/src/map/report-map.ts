/** The public's map: outlines to find one's way by, a pin in the middle, and what is published. No WebGL, no log-in. */
import type { LayerGroup, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import "./map.css";
import { INK } from "./palette.ts";
import { reducedMotion } from "./shell.ts";

export interface Outline {
  name: string;
  level: number;
  shape: GeoJSON.Geometry;
}
export interface PublicMark {
  id: string;
  lon: number;
  lat: number;
  name: string;
  className: string;
}

const BASE = "/static/basemap/basemap_xuchang.geojson";
const TOWNS_FROM = 10.5;
const CLOSE = 17;

export class ReportMap {
  readonly #map: LeafletMap;
  readonly #marks: LayerGroup;
  readonly #towns: LayerGroup;
  readonly #sized: ResizeObserver;
  #outlines: readonly Outline[] = [];

  constructor(
    el: HTMLElement,
    private readonly handlers: { moved: (lon: number, lat: number) => void; pressed: (id: string) => void },
  ) {
    const still = reducedMotion();
    this.#map = L.map(el, {
      zoomControl: false,
      attributionControl: false,
      preferCanvas: true,
      minZoom: 8,
      maxZoom: 19,
      zoomSnap: 0.5,
      zoomAnimation: !still,
      fadeAnimation: !still,
      inertia: !still,
    });
    this.#map.setView([34.03, 113.85], 11);
    L.control.scale({ imperial: false, position: "topleft" }).addTo(this.#map);
    this.#marks = L.layerGroup().addTo(this.#map);
    this.#towns = L.layerGroup();
    this.#map.on("move", () => this.#tell());
    this.#map.on("zoomend", () => this.#zoomed());
    this.#map.on("click", ({ latlng }) => this.#map.panTo(latlng, { animate: !still }));
    this.#sized = new ResizeObserver(() => this.#map.invalidateSize({ pan: false }));
    this.#sized.observe(el);
    void this.#water();
  }

  destroy(): void {
    this.#sized.disconnect();
    this.#map.remove();
  }

  ground(outlines: readonly Outline[]): void {
    this.#outlines = outlines;
    const all = L.featureGroup();
    for (const { name, level, shape } of outlines) {
      const county = level === 2;
      const line = {
        color: county ? INK.countyLine : INK.townLine,
        weight: county ? 1.8 : 1,
        opacity: county ? 0.9 : 0.6,
      };
      const drawn = L.geoJSON(shape, {
        interactive: false,
        style: { ...line, fillColor: INK.city, fillOpacity: county ? 0.7 : 0 },
      });
      drawn.bindTooltip(name, {
        permanent: true,
        direction: "center",
        className: `report-name report-name-${level}`,
      });
      drawn.addTo(county ? all : this.#towns);
    }
    all.addTo(this.#map);
    all.bringToBack();
    if (all.getLayers().length) this.#map.fitBounds(all.getBounds(), { padding: [12, 12], animate: false });
    this.#zoomed();
  }

  marks(marks: readonly PublicMark[]): void {
    this.#marks.clearLayers();
    for (const { id, lon, lat, name, className } of marks) {
      const sign = L.divIcon({ className: `report-mark ${className}`, iconSize: [24, 24] });
      const marker = L.marker([lat, lon], { icon: sign, alt: name, title: name, keyboard: true });
      marker.on("click", () => this.handlers.pressed(id));
      marker.addTo(this.#marks);
    }
  }

  /** County and township of a place, as people say it; empty outside. */
  placeAt(lon: number, lat: number): string {
    return this.#outlines
      .filter(({ shape }) => holds(shape, lon, lat))
      .map(({ name }) => name)
      .join(" ");
  }

  goTo(lon: number, lat: number, zoom = CLOSE): void {
    this.#map.setView([lat, lon], zoom, { animate: !reducedMotion() });
  }

  zoomBy(steps: number): void {
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  get zoom(): number {
    return this.#map.getZoom();
  }

  #tell(): void {
    const { lng, lat } = this.#map.getCenter();
    this.handlers.moved(Number(lng.toFixed(6)), Number(lat.toFixed(6)));
  }

  #zoomed(): void {
    const near = this.#map.getZoom() >= TOWNS_FROM;
    if (near && !this.#map.hasLayer(this.#towns)) this.#towns.addTo(this.#map);
    if (!near) this.#towns.remove();
    this.#map.getContainer().dataset.near = String(near);
  }

  async #water(): Promise<void> {
    try {
      const data = (await (await fetch(BASE)).json()) as GeoJSON.FeatureCollection;
      const water = (one: GeoJSON.Feature): boolean => /^(lake|river)/.test(String(one.properties?.layer));
      const names = data.features.filter((one) => String(one.properties?.layer).startsWith("place"));
      for (const one of names) this.#name(one);
      const style = { color: INK.river, weight: 2, fillColor: INK.water, fillOpacity: 1 };
      L.geoJSON(data, { interactive: false, filter: water, style }).addTo(this.#map).bringToBack();
    } catch (failure) {
      console.warn("the rivers were not drawn", failure); // a place is found without them
    }
  }

  /** Names of villages and quarters: without a base map they are what one finds one's way by. */
  #name({ geometry, properties }: GeoJSON.Feature): void {
    const name = String(properties?.name_zh ?? "");
    if (geometry.type !== "Point" || !name) return;
    const [lon = 0, lat = 0] = geometry.coordinates;
    const sign = L.divIcon({ className: "report-name report-village", html: "", iconSize: [0, 0] });
    const marker = L.marker([lat, lon], { icon: sign, interactive: false, keyboard: false });
    marker.on("add", () => {
      const el = marker.getElement();
      if (el) el.textContent = name;
    });
    marker.addTo(this.#towns);
  }
}

/** Whether a place lies in a polygon or several, holes left out: odd numbers of edges to its east. */
function holds(shape: GeoJSON.Geometry, lon: number, lat: number): boolean {
  if (shape.type !== "Polygon" && shape.type !== "MultiPolygon") return false;
  const rings = shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat();
  return rings.filter((ring) => crossed(ring, lon, lat)).length % 2 === 1;
}

function crossed(ring: readonly GeoJSON.Position[], lon: number, lat: number): boolean {
  let odd = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [x1 = 0, y1 = 0] = ring[i - 1] ?? [];
    const [x2 = 0, y2 = 0] = ring[i] ?? [];
    if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
  }
  return odd;
}
