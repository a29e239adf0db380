/** Names of cells without WebGL: as many as find room, none over another. */
import type { LayerGroup, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import type { Store } from "../state/store.ts";
import { Room } from "./room.ts";

const MOST = 200;
/** As .map-label is set: its size in rem, the width of a letter with its spacing in em, the height of a line. */
const SIZE = 0.8125;
const WIDE = 1.1;
const HIGH = 1.5;

export class PlainLabels {
  readonly #group: LayerGroup;
  shown = true;

  constructor(
    private readonly map: LeafletMap,
    private readonly store: Store,
  ) {
    this.#group = L.layerGroup().addTo(map);
    map.on("moveend", this.paint, this);
  }

  paint(): void {
    this.#group.clearLayers();
    if (!this.shown) return;
    const zoom = this.map.getZoom();
    const level = zoom < 10.5 ? 2 : zoom < 14 ? 3 : 4;
    const bounds = this.map.getBounds();
    const letter = SIZE * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = new Room();
    const { cells } = this.store.scope;
    for (const cell of this.store.tree.all()) {
      // The ground of a unit's second site is known by name, but not drawn: a name on nothing looks like a fault.
      if (level === 4 && cells?.size && !cells.has(cell.id)) continue;
      if (cell.level !== level || cell.lat === null || cell.lon === null) continue;
      if (!bounds.contains([cell.lat, cell.lon])) continue;
      const { x, y } = this.map.latLngToLayerPoint([cell.lat, cell.lon]);
      if (!room.take(x, y, cell.name.length * WIDE * letter, HIGH * letter)) continue;
      const text = L.DomUtil.create("span");
      text.textContent = cell.name;
      const icon = L.divIcon({ html: text, className: "map-label", iconSize: [0, 0] });
      L.marker([cell.lat, cell.lon], { icon, interactive: false, keyboard: false }).addTo(this.#group);
      if (room.taken >= MOST) return;
    }
  }

  destroy(): void {
    this.map.off("moveend", this.paint, this);
    this.#group.remove();
  }
}
