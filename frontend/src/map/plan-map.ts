/** The planner's map: plain Leaflet, cells on one canvas, what changes under the mouse on another. */
import type { LatLng, Map as LeafletMap, LeafletMouseEvent } from "leaflet";
import type { Lang } from "../net/wire.ts";
import type { Place } from "../state/measure.ts";
import { magnified, Painted } from "./painted.ts";
import { INK } from "./palette.ts";
import { BeforeSheet } from "./plan-before.ts";
import { paintCells, paintOverlay, type Ready, ready } from "./plan-paint.ts";
import type { Overlay, PlanCell, PlanHandlers } from "./plan-types.ts";
import { Shell } from "./shell.ts";
import type { BasemapConfig } from "./types.ts";

export type * from "./plan-types.ts";

export interface PlanMapConfig {
  lang: Lang;
  basemap: BasemapConfig | null;
  /** what it is called for readers, and its keys */
  label: string;
  keys: string;
}

const NOTHING: Overlay = { shapes: [], lines: [], nodes: [], words: [] };
const NEAREST = 17;

export class PlanMap {
  readonly #shell: Shell;
  readonly #map: LeafletMap;
  readonly #base: Painted;
  readonly #over: Painted;
  #cells = new Map<number, Ready>();
  #hidden: ReadonlySet<number> = new Set();
  #overlay = NOTHING;
  #held = false;
  /** the click that ends a hold means nothing of its own */
  #spent = false;
  #before: BeforeSheet | null = null;

  constructor(
    private readonly el: HTMLElement,
    config: PlanMapConfig,
    private readonly handlers: PlanHandlers,
  ) {
    const { lang, basemap } = config;
    this.#shell = new Shell(
      el,
      { lang, basemap, staticUrl: "" },
      { onSelect: () => {}, onIdle: () => handlers.rest() },
    );
    this.#map = this.#shell.map;
    this.label(config.lang, config.label, config.keys);
    this.#map.boxZoom.disable();
    this.#map.doubleClickZoom.disable();
    this.#base = new Painted(this.#map, (sheet) => paintCells(sheet, this.#cells.values(), this.#hidden));
    this.#over = new Painted(this.#map, (sheet) => paintOverlay(sheet, this.#overlay));
    el.addEventListener("mousedown", this.#press, { capture: true });
    this.#map
      .on("click", ({ latlng, originalEvent }) => {
        if (!this.#spent) handlers.click(placeOf(latlng), { shift: originalEvent.shiftKey });
      })
      .on("dblclick", (event) => handlers.double(placeOf(event.latlng)))
      .on("mousemove", (event) => this.#held || handlers.hover(placeOf(event.latlng)))
      .on("contextmenu", this.#context);
  }

  label(lang: Lang, label: string, keys: string): void {
    this.#shell.setLang(lang);
    this.el.setAttribute("aria-label", label);
    this.el.setAttribute("aria-description", keys);
  }

  /** All cells anew. */
  setCells(cells: Iterable<PlanCell>): void {
    this.#cells = new Map();
    this.putCells(cells, []);
  }

  /** Some cells changed, some are no more. */
  putCells(cells: Iterable<PlanCell>, gone: Iterable<number>): void {
    for (const id of gone) this.#cells.delete(id);
    for (const cell of cells) this.#cells.set(cell.id, ready(cell));
    this.#base.soon();
  }

  /** Leave cells out that the overlay draws instead. */
  hide(cells: ReadonlySet<number>): void {
    // Asked with every move of the mouse: painting all cells again for the same ones would cost the frame.
    if (cells.size === this.#hidden.size && [...cells].every((id) => this.#hidden.has(id))) return;
    this.#hidden = cells;
    this.#base.soon();
  }

  setOverlay(overlay: Overlay): void {
    this.#overlay = overlay;
    this.#over.soon();
  }

  /** Lay cells as they were over the left of the window; null: none. */
  setBefore(cells: Iterable<PlanCell> | null): void {
    this.#before?.destroy();
    this.#before = cells && new BeforeSheet(this.#map, cells, this.#over.element);
  }

  /** Where they end, as a share of the window's width. */
  divide(share: number): void {
    this.#before?.divide(share);
  }

  /** Show a box: west, south, east, north. */
  fit([west, south, east, north]: readonly [number, number, number, number]): void {
    this.#map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { padding: [48, 48], maxZoom: NEAREST, animate: false },
    );
  }

  /** Bring a place into view without losing what is around it. */
  show([lon, lat]: Place): void {
    this.#map.panInside([lat, lon], { padding: [96, 96], animate: false });
  }

  zoomBy(steps: number): void {
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  /** Cursor of the tool in hand. */
  cursor(kind: "arrow" | "cross" | "move"): void {
    this.el.dataset.cursor = kind;
  }

  /** Metres that some pixels of an ordinary screen are in the middle of the map. */
  reach(pixels: number): number {
    return this.#shell.metresPerPixel() * pixels * magnified();
  }

  /** Where a place is in the window, in pixels from the map's corner. */
  pixel([lon, lat]: Place): { x: number; y: number } {
    return this.#map.latLngToContainerPoint([lat, lon]);
  }

  /** A picture of a box with something over the cells, e.g. for paper; the window is as it was afterwards. */
  pictureOf(box: readonly [number, number, number, number], overlay: Overlay): string {
    const [centre, zoom] = [this.#map.getCenter(), this.#map.getZoom()];
    this.fit(box);
    // Coming to rest elsewhere has put the page's own overlay back; the way back does so again.
    this.#overlay = overlay;
    const picture = this.#picture();
    this.#map.setView(centre, zoom, { animate: false });
    this.handlers.rest();
    return picture;
  }

  #picture(): string {
    const size = this.#map.getSize();
    const canvas = document.createElement("canvas");
    const fine = Math.min(2, window.devicePixelRatio || 1);
    [canvas.width, canvas.height] = [size.x * fine, size.y * fine];
    const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    pen.fillStyle = INK.ground;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of [this.#base, this.#over]) layer.copy(pen);
    return canvas.toDataURL("image/png");
  }

  bounds(): [number, number, number, number] {
    return this.#shell.bounds();
  }

  // In the capture phase and before Leaflet: what the planner takes hold of does not pan the map.
  readonly #press = (event: MouseEvent): void => {
    this.#spent = false;
    if (event.button !== 0 || !(event.target as HTMLElement).closest(".leaflet-map-pane, #map")) return;
    if (!this.handlers.press(this.#place(event), { shift: event.shiftKey })) return;
    event.stopPropagation();
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    this.#held = this.#spent = true;
    window.addEventListener("mousemove", this.#drag);
    window.addEventListener("mouseup", this.#drop, { once: true });
  };

  readonly #drag = (event: MouseEvent): void => this.handlers.drag(this.#place(event));

  readonly #drop = (event: MouseEvent): void => {
    window.removeEventListener("mousemove", this.#drag);
    this.#held = false;
    this.handlers.drop(this.#place(event));
  };

  readonly #context = (event: LeafletMouseEvent): void => {
    event.originalEvent.preventDefault();
    this.handlers.context(placeOf(event.latlng), event.containerPoint.x, event.containerPoint.y);
  };

  #place(event: MouseEvent): Place {
    return placeOf(this.#map.mouseEventToLatLng(event));
  }

  destroy(): void {
    window.removeEventListener("mousemove", this.#drag);
    window.removeEventListener("mouseup", this.#drop);
    this.#before?.destroy();
    this.#base.destroy();
    this.#over.destroy();
    this.#shell.destroy();
  }
}

function placeOf({ lng, lat }: LatLng): Place {
  return [lng, lat];
}
