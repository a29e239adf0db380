/** Further layers with WebGL: a vector source each, below units and points, so that no red mark is hidden by a pin. */
import type { LatLng } from "leaflet";
import type {
  ExpressionSpecification,
  Map as GlMap,
  LayerSpecification,
  VectorTileSource,
} from "maplibre-gl";
import { enlarged } from "./enlarge.ts";
import { EXTRA_MAXZOOM, type ExtraLayer, imageOf, opened, SIGNED } from "./extra.ts";
import { pinDraw } from "./glyphs.ts";
import { PIXEL_RATIO, paint } from "./icons.ts";
import { INK } from "./palette.ts";
import type { Selection } from "./types.ts";

const BELOW = "unit";
const PARTS = ["fill", "line", "mark"] as const;

export class GlExtra {
  #layers: readonly ExtraLayer[] = [];
  readonly #tiles = new Map<string, string>();

  constructor(
    private readonly gl: () => GlMap | null,
    private readonly scale: number,
  ) {}

  /** Show exactly these. */
  set(layers: readonly ExtraLayer[]): void {
    this.#layers = layers;
    this.apply();
  }

  /** Bring the style to what is wanted; also after the style, or the context, came back without ours. */
  apply(): void {
    const gl = this.gl();
    if (!gl?.getLayer(BELOW)) return;
    const wanted = new Set(this.#layers.map(({ code }) => code));
    for (const code of [...this.#tiles.keys()]) if (!wanted.has(code)) this.#remove(gl, code);
    for (const layer of this.#layers) this.#show(gl, layer);
  }

  /** Fetch the tiles of computed layers again. */
  refresh(): void {
    const gl = this.gl();
    for (const { code, source } of this.#layers) {
      if (source !== "features" && gl?.getSource(name(code))) gl.refreshTiles(name(code));
    }
  }

  hit(at: LatLng, reach: number): Selection | null {
    const gl = this.gl();
    if (!gl) return null;
    const { x, y } = gl.project([at.lng, at.lat]);
    const box: [[number, number], [number, number]] = [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ];
    for (const part of ["mark", "line", "fill"] as const) {
      const ids = this.#layers.map(({ code }) => `${name(code)}-${part}`).filter((id) => gl.getLayer(id));
      const [feature] = ids.length
        ? gl.queryRenderedFeatures(part === "fill" ? [x, y] : box, { layers: ids })
        : [];
      const layer = this.#layers.find(({ code }) => name(code) === feature?.source);
      if (!feature || !layer) continue;
      const found = opened(layer, Number(feature.id), feature.properties);
      const { geometry } = feature;
      const [lon = at.lng, lat = at.lat] = geometry.type === "Point" ? geometry.coordinates : [];
      return found && { ...found, at: { lon, lat } };
    }
    return null;
  }

  #show(gl: GlMap, layer: ExtraLayer): void {
    const id = name(layer.code);
    const url = location.origin + layer.tiles;
    const source = gl.getSource<VectorTileSource>(id);
    if (source && this.#tiles.get(layer.code) !== url) source.setTiles([url]);
    if (!source) {
      gl.addSource(id, { type: "vector", tiles: [url], minzoom: 5, maxzoom: EXTRA_MAXZOOM });
      addImages(gl, layer);
      for (const part of styleOf(layer)) gl.addLayer(enlarged(part, this.scale), BELOW);
    }
    this.#tiles.set(layer.code, url);
  }

  #remove(gl: GlMap, code: string): void {
    for (const part of PARTS) {
      if (gl.getLayer(`${name(code)}-${part}`)) gl.removeLayer(`${name(code)}-${part}`);
    }
    if (gl.getSource(name(code))) gl.removeSource(name(code));
    this.#tiles.delete(code);
  }
}

function name(code: string): string {
  return `extra-${code}`;
}

function addImages(gl: GlMap, { icon, colour }: ExtraLayer): void {
  for (const each of new Set([icon, ...SIGNED])) {
    const image = imageOf(each, colour);
    if (!gl.hasImage(image)) gl.addImage(image, paint(pinDraw(each, colour)), { pixelRatio: PIXEL_RATIO });
  }
}

function styleOf(layer: ExtraLayer): LayerSpecification[] {
  const { code, colour, source } = layer;
  const id = name(code);
  const shape = { source: id, "source-layer": "shape" };
  // Ground without people or a survey says where something is missing; it must not tint the risk away.
  const opacity = source === "vacancies" || source === "surveys" ? 0.1 : 0.16;
  return [
    {
      ...shape,
      id: `${id}-fill`,
      type: "fill",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour, "fill-opacity": opacity },
    },
    {
      ...shape,
      id: `${id}-line`,
      type: "line",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colour,
        "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1.4, 14, 2.6, 17, 4],
        ...(layer.kind === "area" ? { "line-dasharray": [3, 1.6] } : {}),
      },
    },
    { ...mark(layer), id: `${id}-mark`, type: "symbol", source: id, "source-layer": "mark" },
  ] as LayerSpecification[];
}

function mark({ icon, colour, kind }: ExtraLayer): Pick<LayerSpecification, "layout" | "paint"> {
  const signs = SIGNED.flatMap((each) => [each, imageOf(each, colour)]);
  const image = ["match", ["coalesce", ["get", "k"], ""], ...signs, imageOf(icon, colour)];
  const words: unknown = ["case", ["has", "c"], ["to-string", ["get", "c"]], ["coalesce", ["get", "n"], ""]];
  return {
    layout: {
      "icon-image": image as unknown as ExpressionSpecification,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 7, 0.42, 11, 0.62, 14, 0.86, 17, 1.05],
      "icon-anchor": "bottom",
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "text-field": (kind === "point"
        ? ["step", ["zoom"], "", 10.5, words, 14, ["case", ["has", "c"], words, ""], 15.2, words]
        : words) as unknown as ExpressionSpecification,
      "text-font": ["noto-sans-regular"],
      "text-size": kind === "area" ? 12.5 : 11,
      "text-anchor": "top",
      "text-offset": [0, 0.15],
      "text-max-width": 9,
      "text-optional": true,
    },
    paint: { "text-color": colour, "text-halo-color": INK.halo, "text-halo-width": 1.4 },
  } as Pick<LayerSpecification, "layout" | "paint">;
}
