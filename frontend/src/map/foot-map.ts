/** A small map for somebody on foot: outlines, marks made by the page, and where one is. Plain Leaflet, no tiles. */
import type { FeatureGroup, LatLng, LayerGroup, Map as LeafletMap, Marker } from "leaflet";
import L from "leaflet";
import { apart } from "./apart.ts";
import "./map.css";
import { type GroundName, GroundNames, standing, type Taken } from "./ground-names.ts";
import { INK } from "./palette.ts";

const BASE = "/static/basemap/basemap_xuchang.geojson";
const CLOSE = 16;
const FARTHEST_ACCURACY = 2_000;
/** pixels between signs that are pressed: they are read, and a thumb meets the one it means */
const APART = 30;

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

/** Letters of `.field-cell-name`. */
const NAME_REM = 0.8125;

function nameOf({ name, shape }: Ground): GroundName {
  return {
    ...{ text: name, places: standing(shape), className: "field-cell-name" },
    ...{ size: NAME_REM, from: 0, until: 99 },
  };
}

export class FootMap {
  readonly #map: LeafletMap;
  readonly #names: GroundNames;
  readonly #marks: LayerGroup;
  /** from a sign that gave way to where it belongs */
  readonly #leads: LayerGroup;
  readonly #me: LayerGroup;
  readonly #resized: ResizeObserver;
  #ground: FeatureGroup | null = null;
  #signs: readonly { sign: Marker; wide: number }[] = [];
  /** those that are pressed, and where they belong */
  #stops: readonly { sign: Marker; at: LatLng }[] = [];
  #gone = false;

  constructor(el: HTMLElement) {
    const map = L.map(el, {
      zoomControl: false,
      attributionControl: false,
      preferCanvas: true,
      zoomSnap: 0.25,
      // The map is left at any moment; a zoom that ends after that would look for a map that is gone.
      zoomAnimation: false,
    });
    this.#map = map;
    map.createPane("base").style.zIndex = "250";
    this.#names = new GroundNames(map, () => this.#taken());
    this.#leads = L.layerGroup().addTo(map);
    this.#marks = L.layerGroup().addTo(map);
    this.#me = L.layerGroup().addTo(map);
    this.#resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
    this.#resized.observe(el);
    map.on("zoomend", () => this.#spread());
    void this.#loadBase();
  }

  destroy(): void {
    this.#gone = true;
    this.#resized.disconnect();
    this.#map.stop(); // what moves still would look for a map that is gone
    this.#map.remove();
  }

  /** Outlines; the first ones are all in view. */
  setGround(ground: readonly Ground[]): void {
    const first = this.#ground === null;
    this.#ground?.remove();
    this.#ground = L.featureGroup();
    for (const { shape } of ground) {
      const style = { color: INK.accent, weight: 3, fillColor: INK.accent, fillOpacity: 0.09 };
      L.geoJSON(shape, { interactive: false, style }).addTo(this.#ground);
    }
    this.#ground.addTo(this.#map);
    if (first && ground.length)
      this.#map.fitBounds(this.#ground.getBounds(), { padding: [18, 18], animate: false });
    else if (first) this.#map.setView([34.03, 113.85], 11);
    this.#names.set(ground.map(nameOf));
  }

  setMarks(marks: readonly Mark[]): void {
    this.#marks.clearLayers();
    const signs: { sign: Marker; wide: number }[] = [];
    const stops: { sign: Marker; at: LatLng }[] = [];
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
      if (press) {
        marker.on("click", press);
        stops.push({ sign: marker, at: marker.getLatLng() });
      }
      signs.push({ sign: marker, wide: press ? APART : size });
      marker.addTo(this.#marks);
    }
    this.#signs = signs;
    this.#stops = stops;
    this.#spread();
    this.#names.paint();
  }

  /** No name is written over a sign. */
  #taken(): Taken[] {
    return this.#signs.map(({ sign, wide }) => ({ at: sign.getLatLng(), shift: [0, 0], size: [wide, wide] }));
  }

  /** Signs that are pressed stand apart from one another, at this zoom. */
  #spread(): void {
    this.#leads.clearLayers();
    const spots = this.#stops.map(({ at }) => this.#map.latLngToLayerPoint(at));
    for (const [i, { x, y }] of apart(spots, APART).entries()) {
      const stop = this.#stops[i];
      const spot = spots[i];
      if (!stop || !spot) continue;
      const there = this.#map.layerPointToLatLng([x, y]);
      stop.sign.setLatLng(there);
      if (Math.hypot(x - spot.x, y - spot.y) < 1) continue;
      const ink = { color: INK.accent, interactive: false };
      L.polyline([stop.at, there], { ...ink, weight: 2 }).addTo(this.#leads);
      L.circleMarker(stop.at, { ...ink, radius: 3, weight: 0, fillOpacity: 1 }).addTo(this.#leads);
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

  show({ lon, lat }: { lon: number; lat: number }): void {
    this.#map.setView([lat, lon], Math.max(CLOSE, this.#map.getZoom()));
  }

  /** Tell where the middle of the map is, now and whenever it moves. */
  followMiddle(hear: (lon: number, lat: number) => void): void {
    const tell = (): void => {
      const { lng, lat } = this.#map.getCenter();
      hear(Number(lng.toFixed(6)), Number(lat.toFixed(6)));
    };
    this.#map.on("move", tell);
    this.#map.on("click", ({ latlng }) => this.#map.panTo(latlng, { animate: false }));
    tell();
  }

  zoomBy(steps: number): void {
    this.#map.setZoom(this.#map.getZoom() + steps);
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
