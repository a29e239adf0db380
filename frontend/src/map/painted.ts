/** A canvas over the map that is painted anew when the map has come to rest, and moves and grows with it until then. */
import type { LatLng, Map as LeafletMap, ZoomAnimEvent } from "leaflet";
import L from "leaflet";
import type { Place } from "../state/measure.ts";

/** Degrees as they lie on the flat map, 0 to 1 from the north-west. */
export type Flat = readonly [x: number, y: number];
/** How to draw: a pen in CSS pixels, and where flat places are on it. */
export interface Sheet {
  pen: CanvasRenderingContext2D;
  x(flat: number): number;
  y(flat: number): number;
  wide: number;
  high: number;
  /** how large the page writes, beside 16 pixels: words and marks on a very large screen grow with it */
  k: number;
}

/** Share of the window that is painted around it, so that panning shows no bare edge at once. */
const AROUND = 0.25;

export function flat([lon, lat]: Place): Flat {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Size of the page's words beside 16 pixels. */
export function magnified(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

export class Painted {
  readonly #canvas: HTMLCanvasElement;
  #corner: LatLng;
  #zoom = 0;
  #asked = 0;

  constructor(
    private readonly map: LeafletMap,
    private readonly paint: (sheet: Sheet) => void,
  ) {
    this.#canvas = L.DomUtil.create("canvas", "plan-canvas leaflet-zoom-animated");
    map.getPanes().overlayPane.append(this.#canvas);
    this.#corner = map.getCenter();
    map.on("moveend resize", this.#now).on("zoomanim", this.#grow);
  }

  get element(): HTMLCanvasElement {
    return this.#canvas;
  }

  /** Paint with the next frame; asking twice paints once. */
  soon(): void {
    this.#asked ||= requestAnimationFrame(this.#now);
  }

  readonly #now = (): void => {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    const { map } = this;
    const size = map.getSize();
    const margin = size.multiplyBy(AROUND).round();
    const from = map.containerPointToLayerPoint(margin.multiplyBy(-1));
    const [wide, high] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
    const pen = this.#fresh(wide, high);
    this.#zoom = map.getZoom();
    this.#corner = map.layerPointToLatLng(from);
    L.DomUtil.setPosition(this.#canvas, from);
    const world = 256 * 2 ** this.#zoom;
    const origin = map.getPixelOrigin().add(from);
    const x = (at: number): number => at * world - origin.x;
    const y = (at: number): number => at * world - origin.y;
    this.paint({ pen, x, y, wide, high, k: magnified() });
  };

  #fresh(wide: number, high: number): CanvasRenderingContext2D {
    const fine = Math.min(2, window.devicePixelRatio || 1);
    const canvas = this.#canvas;
    if (canvas.width !== wide * fine || canvas.height !== high * fine) {
      canvas.width = wide * fine;
      canvas.height = high * fine;
      canvas.style.width = `${wide}px`;
      canvas.style.height = `${high}px`;
    }
    const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    pen.setTransform(fine, 0, 0, fine, 0, 0);
    pen.clearRect(0, 0, wide, high);
    return pen;
  }

  readonly #grow = (event: ZoomAnimEvent): void => {
    // Leaflet has no public way to ask where a place will be at the end of the zoom.
    const map = this.map as LeafletMap & {
      _latLngToNewLayerPoint(at: LatLng, zoom: number, centre: LatLng): L.Point;
    };
    const to = map._latLngToNewLayerPoint(this.#corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.#canvas, to, map.getZoomScale(event.zoom, this.#zoom));
  };

  /** Draw it into a picture of the window. */
  copy(pen: CanvasRenderingContext2D): void {
    this.#now();
    const fine = this.#canvas.width / Number.parseFloat(this.#canvas.style.width);
    const { x, y } = this.map.layerPointToContainerPoint(L.DomUtil.getPosition(this.#canvas));
    pen.drawImage(this.#canvas, x * fine, y * fine);
  }

  destroy(): void {
    cancelAnimationFrame(this.#asked);
    this.map.off("moveend resize", this.#now).off("zoomanim", this.#grow);
    this.#canvas.remove();
  }
}
