/** A canvas over a Leaflet map that is painted whole, or only around the places where something changed. */
import type { LatLng, Map as LeafletMap, Point, PointTuple } from "leaflet";
import L from "leaflet";
import type { Draw } from "./icons.ts";
import { Pixels, type Place } from "./pixels.ts";
import { REACH, Stamps } from "./stamps.ts";
import type { Selection } from "./types.ts";

/** A mark to be painted: what a click on it finds, what it looks like. The higher its rank, the later it is painted. */
export interface Mark {
  selection: Selection;
  rank: number;
  name: string;
  scale: number;
  draw: Draw;
  /** where its middle is painted, and where a click finds it, from the pixel of its place */
  shift?: PointTuple;
  hit?: PointTuple;
}
interface Placed {
  selection: Selection;
  rank: number;
  /** pixel of its place */
  of: Point;
  at: Point;
}
const NONE: PointTuple = [0, 0];

/** more changed places than this, and the whole canvas is as quick */
const MANY = 40;

export class Slate {
  readonly #canvas: HTMLCanvasElement;
  readonly #stamps = new Stamps();
  readonly #pixels: Pixels;
  #placed: Placed[] = [];
  /** places to paint around; all of the canvas if `#whole` */
  #changed: Place[] = [];
  #whole = true;
  /** pixels of the places that are painted around; null while the whole canvas is painted */
  #around: Point[] | null = null;
  #frame = 0;
  /** device pixels a CSS pixel has, of the last whole painting */
  #ratio = 1;

  constructor(
    private readonly map: LeafletMap,
    /** paints every mark in the order of the ranks, if `inSight` says where */
    private readonly painter: (pen: CanvasRenderingContext2D) => void,
  ) {
    this.#pixels = new Pixels(map);
    this.#canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("overlayPane"));
    map.on("moveend zoomend resize viewreset", this.paint, this);
  }

  /** Paint everything anew. */
  paint(): void {
    this.#whole = true;
    this.#soon();
  }

  /** Paint anew around these places only: an event changes one mark of thousands. */
  touch(places: readonly Place[]): void {
    // A window that nobody sees is not painted: what changes meanwhile must not pile up.
    if (this.#changed.length > MANY) this.#whole = true;
    if (this.#whole) this.#changed = [];
    else this.#changed.push(...places);
    this.#soon();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.map.off("moveend zoomend resize viewreset", this.paint, this);
    this.#canvas.remove();
  }

  /** Where a mark must be painted now; null where none would be seen, or nothing changed. */
  inSight(place: Place): Point | null {
    const at = this.#pixels.inSight(place, REACH);
    return at && this.#isNear(at) ? at : null;
  }

  /** Pixel of a place, seen or not. */
  pixel(place: Place): Point {
    return this.#pixels.of(place);
  }

  print(pen: CanvasRenderingContext2D, of: Point, mark: Mark): void {
    const { selection, rank, name, scale, draw, shift = NONE, hit = shift } = mark;
    this.#placed.push({ selection, rank, of, at: of.add(hit) });
    this.#stamps.print(pen, of.add(shift), name, scale, draw);
  }

  /** The mark under a click: the one drawn last among the near ones. */
  at(place: LatLng, reach: number): Selection | null {
    const pixel = this.map.latLngToContainerPoint(place);
    const near = this.#placed.filter((mark) => mark.at.distanceTo(pixel) <= reach);
    const above = (top: Placed | null, mark: Placed): Placed => (top && top.rank > mark.rank ? top : mark);
    return near.reduce<Placed | null>(above, null)?.selection ?? null;
  }

  #soon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    const changed = this.#changed;
    const whole = this.#whole || changed.length > MANY;
    this.#changed = [];
    this.#whole = false;
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    pen.save();
    if (whole) this.#clearAll(pen);
    else this.#clearAround(pen, changed);
    this.painter(pen);
    pen.restore();
  }

  #clearAll(pen: CanvasRenderingContext2D): void {
    this.#pixels.look();
    const { size } = this.#pixels;
    const ratio = Math.min(2, window.devicePixelRatio);
    this.#ratio = ratio;
    this.#canvas.width = size.x * ratio;
    this.#canvas.height = size.y * ratio;
    this.#canvas.style.width = `${size.x}px`;
    this.#canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.#canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.#placed = [];
    this.#around = null;
    this.#stamps.at(ratio);
    pen.scale(ratio, ratio);
  }

  /** What reaches into the squares around the places is painted again, in the same order, and nothing else. */
  #clearAround(pen: CanvasRenderingContext2D, places: readonly Place[]): void {
    const ratio = this.#ratio;
    this.#around = places.map((place) => this.#pixels.of(place));
    this.#placed = this.#placed.filter(({ of }) => !this.#isNear(of));
    pen.beginPath();
    for (const { x, y } of this.#around) {
      // Whole pixels of the screen: a cut through one would be seen.
      const [left, top] = [Math.floor((x - REACH) * ratio), Math.floor((y - REACH) * ratio)];
      const side = Math.ceil(2 * REACH * ratio) + 1;
      pen.clearRect(left, top, side, side);
      pen.rect(left, top, side, side);
    }
    pen.clip();
    pen.scale(ratio, ratio);
  }

  #isNear(at: Point): boolean {
    const reach = 2 * REACH;
    return (
      this.#around?.some(({ x, y }) => Math.abs(at.x - x) <= reach && Math.abs(at.y - y) <= reach) ?? true
    );
  }
}
