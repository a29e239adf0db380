/** A map to choose a place on: the pin in its middle, the unit's site with the ground around it, points that are there. */
import type { Circle } from "leaflet";
import L from "leaflet";
import type { Store } from "../state/store.ts";
import type { Place } from "./distance.ts";
import { INK } from "./palette.ts";
import { PlainCells } from "./plain-cells.ts";
import { ReportMap } from "./report-map.ts";

export interface Known extends Place {
  id: number;
  name: string;
}

const SITE_ZOOM = 16;

export class PlaceMap {
  readonly #map: ReportMap;
  #cells: PlainCells | null = null;
  #around: Circle | null = null;

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
    const icon = L.divIcon({ className: "pick-site", iconSize: [18, 18] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false, alt: name })
      .bindTooltip(name, { permanent: true, direction: "bottom", offset: [0, 8], className: "pick-name" })
      .addTo(this.#map.leaflet);
  }

  points(points: readonly Known[]): void {
    for (const { lon, lat, name } of points) {
      const icon = L.divIcon({ className: "pick-point", iconSize: [12, 12] });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false, alt: name })
        .bindTooltip(name, { permanent: true, direction: "right", offset: [6, 0], className: "pick-name" })
        .addTo(this.#map.leaflet);
    }
  }

  /** Put the pin exactly there. */
  goTo({ lon, lat }: Place): void {
    this.#map.goTo(lon, lat, Math.max(SITE_ZOOM, this.#map.zoom));
  }

  zoomBy(steps: number): void {
    this.#map.zoomBy(steps);
  }
}
