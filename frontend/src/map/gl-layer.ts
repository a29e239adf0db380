/** MapLibre inside Leaflet: the layer, its worker file, its images, and what must be said again after a lost context. */
import maplibreGL from "@maplibre/maplibre-gl-leaflet";
import type { Map as LeafletMap, MaplibreGL } from "leaflet";
import { type Map as GlMap, type StyleSpecification, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { marks, PIXEL_RATIO, paint } from "./icons.ts";

setWorkerUrl(workerUrl);

const PANE = "gl";

export interface GlLayer {
  layer: MaplibreGL;
  gl: GlMap;
}

/**
 * `onReady` is called whenever the style is there with nothing of ours in it: at the start, and after the browser took
 * the WebGL context away and gave it back (which wipes images and feature-states).
 */
export function addGlLayer(map: LeafletMap, style: StyleSpecification, onReady: () => void): GlLayer {
  const pane = map.createPane(PANE);
  pane.classList.add("leaflet-gl-pane");
  pane.style.zIndex = "250";
  const layer = maplibreGL({
    style,
    pane: PANE,
    interactive: false,
    attributionControl: false,
    // Labels and marks appear at once: on a wall, fading is a delay.
    fadeDuration: 0,
    localIdeographFontFamily:
      '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
    // A tile that leaves the screen is asked for again: its ETag makes that cheap, and a kept one would be stale.
    maxTileCacheSize: 0,
    // Leaflet's padding makes the canvas of a 4K wall larger than the usual limit, and then it would be blurred.
    maxCanvasSize: [8192, 8192],
    pixelRatio: Math.min(window.devicePixelRatio, 2),
  } as Parameters<typeof maplibreGL>[0]);
  layer.addTo(map);
  const gl = layer.getMaplibreMap();
  gl.on("style.load", () => {
    addImages(gl);
    onReady();
  });
  gl.on("webglcontextrestored", () => {
    if (!gl.isStyleLoaded()) return; // style.load is still to come
    addImages(gl);
    onReady();
  });
  gl.getCanvas().setAttribute("tabindex", "-1");
  gl.getCanvas().setAttribute("aria-hidden", "true");
  gl.getCanvas().removeAttribute("role");
  return { layer, gl };
}

function addImages(gl: GlMap): void {
  for (const [name, draw] of marks()) {
    if (!gl.hasImage(name)) gl.addImage(name, paint(draw), { pixelRatio: PIXEL_RATIO });
  }
}
