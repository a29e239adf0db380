/** Switch between 实时 and 基准 colours without building the style anew. */
import type { FilterSpecification, Map as GlMap } from "maplibre-gl";
import { enlarged } from "./enlarge.ts";
import { binLayer, glowLayers, pointLayer, shapeLayers, unitLayer } from "./style-points.ts";
import type { RiskMode } from "./types.ts";

export function applyMode(gl: GlMap, mode: RiskMode, scale: number): void {
  const layers = [
    binLayer(mode),
    ...shapeLayers(mode),
    ...glowLayers(mode),
    unitLayer("unit", "points", mode),
    unitLayer("unit-overlay", "overlay", mode),
    pointLayer("point", "points", mode),
    pointLayer("point-overlay", "overlay", mode),
    unitLayer("unit-filtered", "filtered", mode),
    pointLayer("point-filtered", "filtered", mode),
  ].map((layer) => enlarged(layer, scale));
  // The layers were built by our own functions, so their names and values fit.
  const setLayout = gl.setLayoutProperty.bind(gl) as (id: string, name: string, value: unknown) => void;
  const setPaint = gl.setPaintProperty.bind(gl) as (id: string, name: string, value: unknown) => void;
  for (const layer of layers) {
    if (!gl.getLayer(layer.id)) continue;
    const { paint, layout, filter } = layer as {
      paint?: Record<string, unknown>;
      layout?: Record<string, unknown>;
      filter?: FilterSpecification;
    };
    if (filter) gl.setFilter(layer.id, filter);
    for (const [name, value] of Object.entries(layout ?? {})) setLayout(layer.id, name, value);
    for (const [name, value] of Object.entries(paint ?? {})) setPaint(layer.id, name, value);
  }
}
