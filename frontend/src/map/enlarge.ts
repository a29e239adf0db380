/** Marks, lines and names in the size of the page's text: a 4K wall is read from across the room. */
import type { LayerSpecification } from "maplibre-gl";

const SIZES = new Set([
  "icon-size",
  "text-size",
  "text-halo-width",
  "circle-radius",
  "circle-stroke-width",
  "line-width",
]);

/** The layer with every size multiplied. Zoom curves stay curves: MapLibre wants them outermost. */
export function enlarged<T extends LayerSpecification>(layer: T, factor: number): T {
  if (factor === 1) return layer;
  const { paint, layout } = layer as { paint?: Record<string, unknown>; layout?: Record<string, unknown> };
  return {
    ...layer,
    ...(paint ? { paint: sized(paint, factor) } : {}),
    ...(layout ? { layout: sized(layout, factor) } : {}),
  };
}

function sized(properties: Record<string, unknown>, factor: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, SIZES.has(name) ? times(value, factor) : value]),
  );
}

function times(value: unknown, factor: number): unknown {
  if (typeof value === "number") return value * factor;
  if (!Array.isArray(value)) return value;
  const [operator] = value;
  if (operator === "interpolate" || operator === "step") {
    // ["interpolate", curve, input, stop, output, ...]; ["step", input, output, stop, output, ...]
    const first = operator === "interpolate" ? 4 : 2;
    return value.map((part, i) => (i >= first && (i - first) % 2 === 0 ? times(part, factor) : part));
  }
  return ["*", factor, value];
}
