/** A map to choose a place on: the pin in its middle, the unit's site with the ground around it, points that are there. */
import type { Circle } from "leaflet";
import L from "leaflet";
import type { Store } from "../state/store.ts";
import { metresTo, type Place } from "./distance.ts";
import type { GroundName } from "./ground-names.ts";
import { INK } from "./palette.ts";
import { PlainCells } from "./plain-cells.ts";
import { LARGE, ReportMap } from "./report-map.ts";

export interface Known extends Place {
  id: number;
  name: string;
}

const SITE_ZOOM = 16;
/** Further out the points of one yard are one heap. */
const POINTS_FROM = 16;
/** What a sign takes up, and how far below its middle its name stands, pixels. */
const SIGN = 16;
const BELOW = 18;

export class PlaceMap {
  readonly #map: ReportMap;
  #cells: PlainCells | null = null;
  #around: Circle | null = null;
  #site: (Place & { name: string }) | null = null;
  #points: readonly Known[] = [];

  constructor(el: HTMLElement, moved: (place: Place) => void) {
    this.#map = new ReportMap(el, { moved: (lon, lat) => moved({ lon, lat }), pressed: () => {} });
  }

  destroy(): void {
    this.#cells?.destroy();
    this.#map.destroy();
  }

  /** Communities as the page's own tiles have them; without a snapshot nobody knows their colours. */
  tiles(store: Store, url: string): void {
    if (url && store.snapshot) this.#cells = new PlainCells(this.#map.leaflet, store, url);
  }

  /** The unit's site; `metres` around it are its surroundings, 0: no limit. */
  site({ lon, lat }: Place, name: string, metres: number): void {
    const style = { color: INK.accent, weight: 2, fillOpacity: 0.05, interactive: false };
    if (metres) this.#around = L.circle([lat, lon], { ...style, dashArray: "6 5", radius: metres });
    this.#around?.addTo(this.#map.leaflet);
    this.#sign({ lon, lat }, name, "pick-site", 18);
    this.#site = { lon, lat, name };
    this.#name();
  }

  points(points: readonly Known[]): void {
    for (const one of points) this.#sign(one, one.name, "pick-point", 12);
    this.#points = points;
    this.#name();
  }

  #sign({ lon, lat }: Place, name: string, className: string, size: number): void {
    const icon = L.divIcon({ className, iconSize: [size, size] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false, alt: name }).addTo(this.#map.leaflet);
  }

  /** The unit's name first, then the points from the nearest to it: many stand in one yard, and not all have room. */
  #name(): void {
    const site = this.#site;
    const far = (one: Place): number => (site ? metresTo(site, one) : 0);
    const points = [...this.#points].sort((one, other) => far(one) - far(other));
    const signs = [...(site ? [site] : []), ...points].map(({ lon, lat }) => ({
      at: [lat, lon] as [number, number],
      shift: [0, 0] as [number, number],
      size: [SIGN, SIGN] as [number, number],
    }));
    const named = (one: Place & { name: string }, from: number): GroundName => ({
      text: one.name,
      places: [[one.lon, one.lat]],
      below: BELOW,
      className: "pick-name",
      size: LARGE,
      from,
      until: Number.POSITIVE_INFINITY,
    });
    const names = [...(site ? [named(site, 0)] : []), ...points.map((one) => named(one, POINTS_FROM))];
    this.#map.know(names, signs);
  }

  /** Put the pin exactly there. */
  goTo({ lon, lat }: Place): void {
    this.#map.goTo(lon, lat, Math.max(SITE_ZOOM, this.#map.zoom));
  }

  zoomBy(steps: number): void {
    this.#map.zoomBy(steps);
  }
}
