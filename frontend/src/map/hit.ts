/** What lies under a click. `gl.project` is used, because the GL canvas is larger than the Leaflet container. */
import type { LatLng } from "leaflet";
import type { Map as GlMap, MapGeoJSONFeature } from "maplibre-gl";
import type { Overlay } from "./overlay.ts";
import type { Selection } from "./types.ts";

const MARKS = [
  "hazard",
  "point-filtered",
  "point-overlay",
  "point",
  "unit-filtered",
  "unit-overlay",
  "unit",
  "shape-line",
  "shape-area",
];
const CELLS = ["own-4", "own-3", "own-2", "risk-4", "risk-3", "risk-2"];
/** Half the width of the box around a click: a finger is not a mouse. */
const TOUCH = 12;
const MOUSE = 5;

export function hit(gl: GlMap, overlay: Overlay, at: LatLng, touch: boolean): Selection | null {
  const { x, y } = gl.project([at.lng, at.lat]);
  const r = touch ? TOUCH : MOUSE;
  const near = gl.queryRenderedFeatures(
    [
      [x - r, y - r],
      [x + r, y + r],
    ],
    { layers: existing(gl, MARKS) },
  );
  const marks = near.filter((feature) => !covered(feature, overlay));
  for (const layer of MARKS) {
    const found = marks.find((feature) => feature.layer.id === layer);
    if (found) return selectionOf(found);
  }
  const cell = gl.queryRenderedFeatures([x, y], { layers: existing(gl, CELLS) })[0];
  return cell ? { entity: "cell", id: Number(cell.id) } : null;
}

function existing(gl: GlMap, layers: readonly string[]): string[] {
  return layers.filter((id) => gl.getLayer(id) && gl.getLayoutProperty(id, "visibility") !== "none");
}

/** The invisible twin in a tile is deaf too. */
function covered(feature: MapGeoJSONFeature, overlay: Overlay): boolean {
  if (feature.source !== "points") return false;
  const entity = feature.sourceLayer === "unit" ? "unit" : "point";
  return overlay.hides(entity, Number(feature.id), Number(feature.properties.v));
}

function selectionOf(feature: MapGeoJSONFeature): Selection {
  const { layer, properties } = feature;
  if (layer.id === "hazard") return { entity: "hazard", id: Number(properties.i) };
  const entity = layer.id.startsWith("unit") ? "unit" : "point";
  return { entity, id: Number(properties.i ?? feature.id) };
}
