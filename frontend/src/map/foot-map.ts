/** A small map for somebody on foot: outlines, marks made by the page, and where one is. Plain Leaflet, no tiles. */
import type { FeatureGroup, LayerGroup, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { INK } from "./palette.ts";

const BASE = "/static/basemap/basemap_xuchang.geojson";
const CLOSE = 16;
const FARTHEST_ACCURACY = 2_000;

export interface Ground {
  name: string;
  shape: GeoJSON.Geometry;
}
export interface Mark {
  lon: number;
  lat: number;
  name: string;
  className: string;
  size: number;
  el: HTMLElement;
  press?: () => void;
}
export interface Here {
  lon: number;
  lat: number;
  accuracy: number;
}

export class FootMap {
  readonly #map: LeafletMap;
  readonly #marks: LayerGroup;
  readonly #me: LayerGroup;
  readonly #resized: ResizeObserver;
  #ground: FeatureGroup | null = null;
  #gone = false;

  constructor(el: HTMLElement) {
    const map = L.map(el, {
      zoomControl: false,
      attributionControl: false,
      preferCanvas: true,
      zoomSnap: 0.25,
    });
    this.#map = map;
    map.createPane("base").style.zIndex = "250";
    this.#marks = L.layerGroup().addTo(map);
    this.#me = L.layerGroup().addTo(map);
    this.#resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
    this.#resized.observe(el);
    void this.#loadBase();
  }

  destroy(): void {
    this.#gone = true;
    this.#resized.disconnect();
    this.#map.remove();
  }

  /** Outlines; the first ones are all in view. */
  setGround(ground: readonly Ground[]): void {
    const first = this.#ground === null;
    this.#ground?.remove();
    this.#ground = L.featureGroup();
    for (const { name, shape } of ground) {
      const style = { color: INK.accent, weight: 3, fillColor: INK.accent, fillOpacity: 0.09 };
      const outline = L.geoJSON(shape, { interactive: false, style });
      outline.bindTooltip(name, { permanent: true, direction: "center", className: "field-cell-name" });
      outline.addTo(this.#ground);
    }
    this.#ground.addTo(this.#map);
    if (first && ground.length)
      this.#map.fitBounds(this.#ground.getBounds(), { padding: [18, 18], animate: false });
    else if (first) this.#map.setView([34.03, 113.85], 11);
  }

  setMarks(marks: readonly Mark[]): void {
    this.#marks.clearLayers();
    for (const { lon, lat, name, className, size, el, press } of marks) {
      const sign = L.divIcon({ html: el, className, iconSize: [size, size] });
      const live = press !== undefined;
      const marker = L.marker([lat, lon], {
        icon: sign,
        interactive: live,
        keyboard: live,
        alt: name,
        zIndexOffset: live ? 1000 : 0,
      });
      if (press) marker.on("click", press);
      marker.addTo(this.#marks);
    }
  }

  setHere(here: Here | null): void {
    this.#me.clearLayers();
    if (!here) return;
    const at: [number, number] = [here.lat, here.lon];
    const round = { color: INK.accent, weight: 0, fillOpacity: 0.14, interactive: false };
    L.circle(at, { ...round, radius: Math.min(here.accuracy, FARTHEST_ACCURACY) }).addTo(this.#me);
    const sign = L.divIcon({ className: "field-me", iconSize: [22, 22] });
    L.marker(at, { icon: sign, interactive: false, keyboard: false, zIndexOffset: 2000 }).addTo(this.#me);
  }

  show({ lon, lat }: Here): void {
    this.#map.setView([lat, lon], Math.max(CLOSE, this.#map.getZoom()));
  }

  async #loadBase(): Promise<void> {
    try {
      const data = (await (await fetch(BASE)).json()) as GeoJSON.FeatureCollection;
      if (this.#gone) return;
      const renderer = L.canvas({ pane: "base" });
      const water = (layer: string): boolean => layer === "lake" || layer.startsWith("river");
      const style = { color: INK.river, weight: 2, fillColor: INK.water, fillOpacity: 1, renderer };
      const filter = (one: GeoJSON.Feature): boolean => water(String(one.properties?.layer));
      L.geoJSON(data, { interactive: false, pane: "base", filter, style }).addTo(this.#map);
    } catch (failure) {
      console.warn("the rivers were not drawn", failure); // the round works without them
    }
  }
}
