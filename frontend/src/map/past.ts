/** Cells as they were: dashed over the ground of today, and filled where they differ; those of a later moment in whole lines. */
import type { GeoJsonObject } from "geojson";
import type { LayerGroup } from "leaflet";
import L from "leaflet";
import type { Outline } from "./types.ts";

const INK = "#6b21a8";
const LATER = "#0f766e";

export function pastLayer(outlines: readonly Outline[]): LayerGroup {
  const renderer = L.canvas({ padding: 0.5 });
  const drawn = outlines.map(({ shape, other, later, name }) => {
    const style = {
      renderer,
      color: later ? LATER : INK,
      // What is as it was only tells where it lay; what differs is what is looked for.
      weight: other ? 2.5 : 0.6,
      opacity: other ? 1 : 0.4,
      ...(later ? {} : { dashArray: "6 4" }),
      fill: other && !later,
      fillColor: INK,
      fillOpacity: 0.12,
      interactive: false,
    };
    const layer = L.geoJSON(shape as GeoJsonObject, { style: () => style, interactive: false });
    if (!other || !name) return layer;
    const text = L.DomUtil.create("span");
    text.textContent = later ? `+ ${name}` : name;
    const at = layer.getBounds().getCenter();
    const icon = L.divIcon({
      html: text,
      className: `map-label map-past ${later ? "map-past-later" : ""}`,
      iconSize: [0, 0],
    });
    return L.layerGroup([layer, L.marker(at, { icon, interactive: false, keyboard: false })]);
  });
  return L.layerGroup(drawn);
}
