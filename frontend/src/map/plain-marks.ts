/** Marks without WebGL, on one canvas: red, orange and just-changed points (all, if the screen holds all), hazards. */
import type { LatLng, Map as LeafletMap, Point } from "leaflet";
import L from "leaflet";
import type { HazardDrawn, Level, PointDrawn, UnitDrawn } from "../net/wire.ts";
import type { Store } from "../state/store.ts";
import { type Draw, drawHazard, drawShape, drawTick, drawUnit, hazardIconName } from "./icons.ts";
import { INK } from "./palette.ts";
import type { ExtraMark } from "./plain-extra.ts";
import { Stamps } from "./stamps.ts";
import type { FilterMarks, RiskMode, Selection } from "./types.ts";

interface Placed {
  selection: Selection;
  at: Point;
}
export interface MarkLayers {
  points: boolean;
  units: boolean;
  hazards: boolean;
}

type PointLike = Pick<PointDrawn, "id" | "lon" | "lat" | "live" | "base" | "firm">;
type UnitLike = Pick<UnitDrawn, "id" | "lon" | "lat" | "live" | "supervision" | "stopped">;

const DETAIL = 15;
const TICK_MS = 10_000;
const WORST_LAST = [0, 4, 3, 2, 1] as const;

export class PlainMarks {
  readonly #canvas: HTMLCanvasElement;
  readonly #stamps = new Stamps();
  #placed: Placed[] = [];
  readonly #ticks = new Map<number, HazardDrawn>();
  readonly #fresh = new Map<number, PointDrawn>();
  #frame = 0;
  mode: RiskMode = "live";
  layers: MarkLayers = { points: true, units: true, hazards: true };
  selected: Selection | null = null;
  /** what a filter leaves; null: everything */
  wanted: FilterMarks | null = null;
  /** marks of further layers, below everything else */
  extra: readonly ExtraMark[] = [];

  constructor(
    private readonly map: LeafletMap,
    private readonly store: Store,
  ) {
    this.#canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("overlayPane"));
    map.on("moveend zoomend resize viewreset", this.paint, this);
  }

  /** Show a closed hazard's tick for a moment. */
  tick(hazard: HazardDrawn): void {
    this.#ticks.set(hazard.id, hazard);
    setTimeout(() => {
      this.#ticks.delete(hazard.id);
      this.paint();
    }, TICK_MS);
  }

  /** A change of a point too harmless to be held; it stays until the next snapshot. */
  fresh(point: PointDrawn): void {
    this.#fresh.set(point.id, point);
  }

  forget(): void {
    this.#fresh.clear();
  }

  place(id: number): PointDrawn | null {
    return this.#fresh.get(id) ?? null;
  }

  /** The mark under a click: the one drawn last among the near ones. */
  at(place: LatLng, reach: number): Selection | null {
    const pixel = this.map.latLngToContainerPoint(place);
    const near = this.#placed.filter((mark) => mark.at.distanceTo(pixel) <= reach);
    return near.at(-1)?.selection ?? null;
  }

  paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.map.off("moveend zoomend resize viewreset", this.paint, this);
    this.#canvas.remove();
  }

  #paint(): void {
    const size = this.map.getSize();
    const ratio = Math.min(2, window.devicePixelRatio);
    this.#canvas.width = size.x * ratio;
    this.#canvas.height = size.y * ratio;
    this.#canvas.style.width = `${size.x}px`;
    this.#canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.#canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.#placed = [];
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    pen.scale(ratio, ratio);
    this.#stamps.at(ratio);
    this.#extra(pen, size);
    this.#ring(pen);
    if (this.layers.units && this.map.getZoom() >= DETAIL) this.#units(pen);
    if (this.layers.points) this.#points(pen);
    if (this.layers.hazards) this.#hazards(pen);
  }

  #extra(pen: CanvasRenderingContext2D, size: Point): void {
    const scale = this.map.getZoom() < 11 ? 0.6 : 0.95;
    for (const { selection, lon, lat, image, draw } of this.extra) {
      const at = this.map.latLngToContainerPoint([lat, lon]);
      if (at.x < -30 || at.y < -30 || at.x > size.x + 30 || at.y > size.y + 30) continue;
      // The tip of the pin stands on the place.
      const middle = L.point(at.x, at.y - 11 * scale);
      this.#stamps.print(pen, middle, image, scale, draw);
      this.#placed.push({ selection, at: middle });
    }
  }

  #ring(pen: CanvasRenderingContext2D): void {
    if (!this.selected || this.selected.entity === "cell") return;
    const { entity, id, at } = this.selected;
    const held = entity === "feature" ? at : this.store.get(entity, id);
    const drawn = held ?? (entity === "point" ? this.place(id) : null);
    if (!drawn) return;
    const { x, y } = this.map.latLngToContainerPoint([drawn.lat, drawn.lon]);
    pen.beginPath();
    pen.arc(x, y, 15, 0, Math.PI * 2);
    pen.strokeStyle = INK.accent;
    pen.lineWidth = 2.5;
    pen.stroke();
  }

  #units(pen: CanvasRenderingContext2D): void {
    for (const unit of this.#unitsWanted()) {
      const at = this.#inSight(unit);
      if (!at) continue;
      const level = this.mode === "live" ? unit.live : unit.supervision;
      const name = `u${level}${unit.stopped ? "x" : ""}`;
      this.#mark(pen, { selection: { entity: "unit", id: unit.id }, at }, name, 0.8, (stamp) =>
        drawUnit(stamp, level, unit.stopped),
      );
    }
  }

  #points(pen: CanvasRenderingContext2D): void {
    const size = Math.min(10, Math.max(3, this.map.getZoom() - 6));
    const inSight = this.#pointsInSight();
    for (const level of WORST_LAST) {
      const r = size * (level === 1 ? 1 : level === 2 ? 0.8 : 0.6);
      for (const { point, at } of inSight[level]) {
        const hollow = point.live !== point.firm && this.mode === "live";
        this.#mark(
          pen,
          { selection: { entity: "point", id: point.id }, at },
          `p${level}${hollow}${r}`,
          1,
          (stamp) => drawShape(stamp, level, r, hollow),
        );
      }
    }
  }

  #pointsInSight(): Record<Level, { point: PointLike; at: Point }[]> {
    const byLevel: Record<Level, { point: PointLike; at: Point }[]> = { 0: [], 1: [], 2: [], 3: [], 4: [] };
    for (const point of this.#pointsWanted()) {
      const at = this.#inSight(point);
      if (at) byLevel[this.mode === "live" ? point.live : point.base].push({ point, at });
    }
    return byLevel;
  }

  #pointsWanted(): Iterable<PointLike> {
    if (this.wanted) {
      return this.wanted.points.map(([id, lon, lat, live, base, firm]) => ({
        id,
        lon,
        lat,
        live,
        base,
        firm,
      }));
    }
    const known = new Map(this.#fresh);
    for (const point of this.store.all("point")) known.set(point.id, point);
    return known.values();
  }

  #unitsWanted(): Iterable<UnitLike> {
    if (!this.wanted) return this.store.all("unit");
    return this.wanted.units.map(([id, lon, lat, live, supervision, stopped]) => {
      return { id, lon, lat, live, supervision, stopped };
    });
  }

  #hazards(pen: CanvasRenderingContext2D): void {
    const far = this.map.getZoom() < 13;
    for (const hazard of this.store.all("hazard")) {
      if (this.wanted && !this.wanted.hazards.has(hazard.id)) continue;
      if (far && !hazard.major && !hazard.overdue) continue;
      const kind = {
        major: hazard.major,
        verified: hazard.state !== "reported",
        overdue: hazard.overdue > 0,
      };
      this.#hazard(pen, hazard, hazardIconName(kind), far ? 0.55 : 0.85, (stamp) => {
        stamp.translate(5, -17);
        drawHazard(stamp, kind);
      });
    }
    for (const hazard of this.#ticks.values()) this.#hazard(pen, hazard, "tick", 0.85, drawTick);
  }

  #hazard(pen: CanvasRenderingContext2D, hazard: HazardDrawn, name: string, scale: number, draw: Draw): void {
    const at = this.#inSight(hazard);
    if (at) this.#mark(pen, { selection: { entity: "hazard", id: hazard.id }, at }, name, scale, draw);
  }

  #inSight(drawn: { lon: number; lat: number }): Point | null {
    const at = this.map.latLngToContainerPoint([drawn.lat, drawn.lon]);
    const size = this.map.getSize();
    const outside = at.x < -20 || at.y < -20 || at.x > size.x + 20 || at.y > size.y + 20;
    return outside ? null : at;
  }

  #mark(
    pen: CanvasRenderingContext2D,
    { selection, at }: Placed,
    name: string,
    scale: number,
    draw: Draw,
  ): void {
    this.#placed.push({ selection, at: selection.entity === "hazard" ? at.add([3, -12]) : at });
    this.#stamps.print(pen, at, name, scale, draw);
  }
}
