/** The public's map: outlines to find one's way by, a pin in the middle, and what is published. No WebGL, no log-in. */
import type { LatLng, LatLngBounds, LayerGroup, Map as LeafletMap, ZoomPanOptions } from "leaflet";
import L from "leaflet";
import { metresTo, windTo } from "./distance.ts";
import { type GroundName, GroundNames, holds, standing, type Taken } from "./ground-names.ts";
import "./map.css";
import { INK } from "./palette.ts";
import { reducedMotion } from "./shell.ts";

export interface Outline {
  name: string;
  level: number;
  shape: GeoJSON.Geometry;
}
export interface Beside {
  name: string;
  metres: number;
  /** of eight, from north by east */
  wind: number;
}
export interface PublicMark {
  id: string;
  lon: number;
  lat: number;
  name: string;
  /** as in the list beside the map */
  n: number;
  className: string;
}

const BASE = "/static/basemap/basemap_xuchang.geojson";
const TOWNS_FROM = 10.5;
const CLOSE = 17;
/** So far the pin must have been moved, pixels, to stand where somebody wants it: resizing a page moves it by one. */
const NUDGE = 4;
/** What a finger needs, and what is painted of a mark, pixels. */
const TOUCH = 44;
const MARK = 36;
/** The pin: its point is the middle of the map. */
const PIN = { shift: [0, -16], size: [36, 40] } as const;
/** A name further away than this, metres, tells nobody where they are. */
const BESIDE = 12_000;
/** As .pick-name is set, rem. */
export const LARGE = 0.8125;
const SMALL = 0.6875;

export class ReportMap {
  readonly #map: LeafletMap;
  readonly #marks: LayerGroup;
  readonly #towns: LayerGroup;
  readonly #sized: ResizeObserver;
  readonly #names: GroundNames;
  #went = false;
  /** where the pin stands without anybody having put it there; null once somebody has */
  #idle: LatLng | null = null;
  #all: LatLngBounds | null = null;
  /** where the map was sent, until somebody moves it */
  #aim: { at: LatLng; zoom: number } | null = null;
  #outlines: readonly Outline[] = [];
  #areas: readonly GroundName[] = [];
  #villages: readonly GroundName[] = [];
  #known: readonly GroundName[] = [];
  #signs: readonly Taken[] = [];

  constructor(
    el: HTMLElement,
    private readonly handlers: {
      /** `chosen`: somebody has put the pin there */
      moved: (lon: number, lat: number, chosen: boolean) => void;
      pressed: (id: string) => void;
    },
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
    this.#idle = this.#map.getCenter();
    L.control.scale({ imperial: false, position: "topleft" }).addTo(this.#map);
    this.#marks = L.layerGroup().addTo(this.#map);
    this.#towns = L.layerGroup();
    this.#names = new GroundNames(this.#map, () => this.#taken());
    this.#map.on("move", () => this.#tell());
    for (const touch of ["pointerdown", "keydown", "wheel", "touchstart"])
      el.addEventListener(touch, this.#touched, { passive: true });
    this.#map.on("zoomend", () => this.#zoomed());
    this.#map.on("click", ({ latlng }) => this.#map.panTo(latlng, { animate: !still }));
    this.#sized = new ResizeObserver(() => this.#map.invalidateSize()); // the pin stays on its place
    this.#sized.observe(el);
    void this.#water();
  }

  #name(): void {
    const villages = this.#villages.filter(
      ({ text }) => !this.#areas.some((area) => isSeatOf(area.text, text)),
    );
    this.#names.set([...this.#known, ...this.#areas, ...villages]);
  }

  /** Names of what a page draws: before those of the ground, in the order given. `signs` are not written over. */
  know(names: readonly GroundName[], signs: readonly Taken[]): void {
    this.#known = names;
    this.#signs = signs;
    this.#name();
  }

  #taken(): Taken[] {
    return [{ at: this.#map.getCenter(), shift: [...PIN.shift], size: [...PIN.size] }, ...this.#signs];
  }

  /** For what a page draws beside the ground. */
  get leaflet(): LeafletMap {
    return this.#map;
  }

  destroy(): void {
    this.#sized.disconnect();
    this.#map.remove();
  }

  ground(outlines: readonly Outline[]): void {
    this.#outlines = outlines;
    const all = L.featureGroup();
    for (const { level, shape } of outlines) {
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
      drawn.addTo(county ? all : this.#towns);
    }
    all.addTo(this.#map);
    all.bringToBack();
    this.#areas = outlines.map(nameOf);
    this.#name();
    // Whoever went somewhere before this came stays there.
    this.#all = all.getBounds();
    if (!this.#went) {
      this.home();
      this.unchoose();
    }
    this.#zoomed();
  }

  marks(marks: readonly PublicMark[]): void {
    this.#marks.clearLayers();
    for (const { id, lon, lat, name, n, className } of marks) {
      const number = L.DomUtil.create("b", "num");
      number.textContent = String(n);
      number.setAttribute("aria-hidden", "true");
      const sign = L.divIcon({
        html: number,
        className: `report-mark ${className}`,
        iconSize: [TOUCH, TOUCH],
      });
      const marker = L.marker([lat, lon], { icon: sign, alt: name, title: name, keyboard: true });
      marker.on("click", () => this.handlers.pressed(id));
      marker.addTo(this.#marks);
    }
    const size = [MARK, MARK] as [number, number];
    this.know(
      this.#known,
      marks.map(({ lon, lat }) => ({ at: [lat, lon], shift: [0, 0], size })),
    );
  }

  /** County and township of a place, as people say it; empty outside. */
  placeAt(lon: number, lat: number): string {
    return this.#outlines
      .filter(({ shape }) => holds(shape, lon, lat))
      .map(({ name }) => name)
      .join(" ");
  }

  /** The name on the map that is nearest, how far from it the place is and in which wind; null if none tells where one is. */
  beside(lon: number, lat: number): Beside | null {
    let found: Beside | null = null;
    for (const { text, places } of this.#villages) {
      const [x, y] = places[0] ?? [0, 0];
      const named = { lon: x, lat: y };
      const metres = metresTo(named, { lon, lat });
      if (metres < (found?.metres ?? BESIDE))
        found = { name: text, metres, wind: windTo(named, { lon, lat }) };
    }
    return found;
  }

  /** Show all the ground. */
  home(): void {
    this.#aim = null;
    if (this.#all?.isValid()) this.#map.fitBounds(this.#all, { padding: [12, 12], animate: false });
  }

  /** Put the pin exactly there. */
  goTo(lon: number, lat: number, zoom = CLOSE): void {
    this.#went = true;
    this.#idle = null;
    this.#aim = { at: L.latLng(lat, lon), zoom };
    this.#reach();
  }

  /** The pin stands somewhere, and nobody has put it there. */
  unchoose(): void {
    this.#idle = this.#map.getCenter();
    this.#tell();
  }

  zoomBy(steps: number): void {
    this.#touched();
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  get zoom(): number {
    return this.#map.getZoom();
  }

  readonly #touched = (): void => {
    this.#went = true;
    this.#aim = null;
  };

  /** An animated move goes by whole pixels, some metres beside what was found or typed. */
  #reach(): void {
    if (!this.#aim) return;
    const { at, zoom } = this.#aim;
    this.#map.setView(at, zoom, { animate: false, reset: true } as ZoomPanOptions);
  }

  #tell(): void {
    const centre = this.#map.getCenter();
    if (this.#idle && this.#went && this.#pixels(centre, this.#idle) > NUDGE) this.#idle = null;
    this.handlers.moved(Number(centre.lng.toFixed(6)), Number(centre.lat.toFixed(6)), this.#idle === null);
  }

  #pixels(one: LatLng, other: LatLng): number {
    return this.#map.project(one).distanceTo(this.#map.project(other));
  }

  #zoomed(): void {
    // A zoom that was under way ends where it began to go, whatever was asked meanwhile.
    if (this.#aim && this.#pixels(this.#map.getCenter(), this.#aim.at) > NUDGE) this.#reach();
    const near = this.#map.getZoom() >= TOWNS_FROM;
    if (near && !this.#map.hasLayer(this.#towns)) this.#towns.addTo(this.#map);
    if (!near) this.#towns.remove();
  }

  async #water(): Promise<void> {
    try {
      const data = (await (await fetch(BASE)).json()) as GeoJSON.FeatureCollection;
      const water = (one: GeoJSON.Feature): boolean => /^(lake|river)/.test(String(one.properties?.layer));
      const names = data.features.filter((one) => String(one.properties?.layer).startsWith("place"));
      this.#villages = names.map(village).filter((name) => name !== null);
      this.#name();
      const style = { color: INK.river, weight: 2, fillColor: INK.water, fillOpacity: 1 };
      L.geoJSON(data, { interactive: false, filter: water, style }).addTo(this.#map).bringToBack();
    } catch (failure) {
      console.warn("the rivers were not drawn", failure); // a place is found without them
    }
  }
}

/** Whether a place is where a township sits: its name stands there already. */
function isSeatOf(area: string, place: string): boolean {
  return area === place || (area.startsWith(place) && area.length === place.length + 1);
}

/** Names of villages and quarters: without a base map they are what one finds one's way by. */
function village({ geometry, properties }: GeoJSON.Feature): GroundName | null {
  const text = String(properties?.name_zh ?? "");
  if (geometry.type !== "Point" || !text) return null;
  const [lon = 0, lat = 0] = geometry.coordinates;
  const className = "pick-name pick-village";
  return {
    text,
    places: [[lon, lat]],
    className,
    size: SMALL,
    from: TOWNS_FROM,
    until: Number.POSITIVE_INFINITY,
  };
}

function nameOf({ name, level, shape }: Outline): GroundName {
  const county = level === 2;
  return {
    text: name,
    places: standing(shape),
    className: `pick-name pick-name-${level}`,
    size: county ? LARGE : SMALL,
    from: county ? 0 : TOWNS_FROM,
    until: county ? TOWNS_FROM : Number.POSITIVE_INFINITY,
  };
}
