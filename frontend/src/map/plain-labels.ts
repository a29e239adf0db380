/** Names of cells without WebGL, a few at a time. */
import type { LayerGroup, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import type { Store } from "../state/store.ts";

const MOST = 60;

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
    let left = MOST;
    for (const cell of this.store.tree.all()) {
      if (cell.level !== level || cell.lat === null || cell.lon === null) continue;
      if (!bounds.contains([cell.lat, cell.lon]) || left-- <= 0) continue;
      const text = L.DomUtil.create("span");
      text.textContent = cell.name;
      const icon = L.divIcon({ html: text, className: "map-label", iconSize: [0, 0] });
      L.marker([cell.lat, cell.lon], { icon, interactive: false, keyboard: false }).addTo(this.#group);
    }
  }

  destroy(): void {
    this.map.off("moveend", this.paint, this);
    this.#group.remove();
  }
}
