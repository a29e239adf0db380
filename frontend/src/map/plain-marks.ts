/** Marks without WebGL, on one canvas: red, orange and just-changed points (all, if the screen holds all), hazards. */
import type { LatLng, Map as LeafletMap, Point, PointTuple } from "leaflet";
import type { HazardDrawn, Level, PointDrawn, UnitDrawn } from "../net/wire.ts";
import type { Store } from "../state/store.ts";
import { type Draw, drawHazard, drawShape, drawTick, drawUnit, hazardIconName } from "./icons.ts";
import { INK } from "./palette.ts";
import type { Place } from "./pixels.ts";
import type { ExtraMark } from "./plain-extra.ts";
import { type Mark, Slate } from "./slate.ts";
import type { FilterMarks, RiskMode, Selection } from "./types.ts";

export interface MarkLayers {
  points: boolean;
  units: boolean;
  hazards: boolean;
}

/** What a filter leaves, as objects that stay the same from one painting to the next. */
interface Wanted {
  points: readonly PointLike[];
  units: readonly UnitLike[];
  hazards: FilterMarks["hazards"];
}

type PointLike = Pick<PointDrawn, "id" | "lon" | "lat" | "live" | "base" | "firm">;
type UnitLike = Pick<UnitDrawn, "id" | "lon" | "lat" | "live" | "supervision" | "stopped">;

const DETAIL = 15;
/** just-changed points that are kept in mind; a wall runs for weeks */
const FRESH = 5_000;
const RANK = { feature: 0, unit: 1, point: 2, hazard: 9 } as const;
const TICK_MS = 10_000;
const WORST_LAST = [0, 4, 3, 2, 1] as const;

export class PlainMarks {
  readonly #slate: Slate;
  readonly #ticks = new Map<number, HazardDrawn>();
  readonly #fresh = new Map<number, PointDrawn>();
  mode: RiskMode = "live";
  layers: MarkLayers = { points: true, units: true, hazards: true };
  selected: Selection | null = null;
  #wanted: Wanted | null = null;
  /** marks of further layers, below everything else */
  extra: readonly ExtraMark[] = [];

  constructor(
    private readonly map: LeafletMap,
    private readonly store: Store,
  ) {
    this.#slate = new Slate(map, (pen) => this.#paint(pen));
  }

  /** What a filter leaves; null: everything. */
  set wanted(marks: FilterMarks | null) {
    this.#wanted = marks && wantedOf(marks);
  }

  /** Show a closed hazard's tick for a moment. */
  tick(hazard: HazardDrawn): void {
    this.#ticks.set(hazard.id, hazard);
    this.touch([hazard]);
    setTimeout(() => {
      this.#ticks.delete(hazard.id);
      this.touch([hazard]);
    }, TICK_MS);
  }

  /** A change of a point too harmless to be held; it stays until the next snapshot. */
  fresh(point: PointDrawn): void {
    this.gone(point.id);
    this.#fresh.set(point.id, point);
    this.touch([point]);
    const [oldest] = this.#fresh.keys();
    if (this.#fresh.size > FRESH && oldest !== undefined) this.gone(oldest);
  }

  /** A point that this screen may no longer see. */
  gone(id: number): void {
    const before = this.#fresh.get(id);
    this.#fresh.delete(id);
    if (before) this.touch([before]);
  }

  forget(): void {
    this.#fresh.clear();
  }

  place(id: number): PointDrawn | null {
    return this.#fresh.get(id) ?? null;
  }

  /** The mark under a click: the one drawn last among the near ones. */
  at(place: LatLng, reach: number): Selection | null {
    return this.#slate.at(place, reach);
  }

  /** Paint everything anew. */
  paint(): void {
    this.#slate.paint();
  }

  /** Paint anew around these places only. */
  touch(places: readonly Place[]): void {
    this.#slate.touch(places);
  }

  destroy(): void {
    this.#slate.destroy();
  }

  #paint(pen: CanvasRenderingContext2D): void {
    this.#extra(pen);
    this.#ring(pen);
    if (this.layers.units && this.map.getZoom() >= DETAIL) this.#units(pen);
    if (this.layers.points) this.#points(pen);
    if (this.layers.hazards) this.#hazards(pen);
  }

  #extra(pen: CanvasRenderingContext2D): void {
    const scale = this.map.getZoom() < 11 ? 0.6 : 0.95;
    // The tip of the pin stands on the place.
    const shift: PointTuple = [0, -11 * scale];
    for (const { selection, lon, lat, image, draw } of this.extra) {
      this.#mark(pen, { lon, lat }, { selection, rank: RANK.feature, name: image, scale, draw, shift });
    }
  }

  #ring(pen: CanvasRenderingContext2D): void {
    if (!this.selected || this.selected.entity === "cell") return;
    const { entity, id, at } = this.selected;
    const held = entity === "feature" ? at : this.store.get(entity, id);
    const drawn = held ?? (entity === "point" ? this.place(id) : null);
    if (!drawn) return;
    const { x, y } = this.#slate.pixel(drawn);
    pen.beginPath();
    pen.arc(x, y, 15, 0, Math.PI * 2);
    pen.strokeStyle = INK.accent;
    pen.lineWidth = 2.5;
    pen.stroke();
  }

  #units(pen: CanvasRenderingContext2D): void {
    for (const unit of this.#unitsWanted()) {
      const level = this.mode === "live" ? unit.live : unit.supervision;
      this.#mark(pen, unit, {
        selection: { entity: "unit", id: unit.id },
        rank: RANK.unit,
        name: `u${level}${unit.stopped ? "x" : ""}`,
        scale: 0.8,
        draw: (stamp) => drawUnit(stamp, level, unit.stopped),
      });
    }
  }

  #points(pen: CanvasRenderingContext2D): void {
    const size = Math.min(10, Math.max(3, this.map.getZoom() - 6));
    const inSight = this.#pointsInSight();
    for (const [nth, level] of WORST_LAST.entries()) {
      const r = size * (level === 1 ? 1 : level === 2 ? 0.8 : 0.6);
      for (const { point, at } of inSight[level]) {
        const hollow = point.live !== point.firm && this.mode === "live";
        this.#slate.print(pen, at, {
          selection: { entity: "point", id: point.id },
          rank: RANK.point + nth,
          name: `p${level}${hollow}${r}`,
          scale: 1,
          draw: (stamp) => drawShape(stamp, level, r, hollow),
        });
      }
    }
  }

  #pointsInSight(): Record<Level, { point: PointLike; at: Point }[]> {
    const byLevel: Record<Level, { point: PointLike; at: Point }[]> = { 0: [], 1: [], 2: [], 3: [], 4: [] };
    for (const point of this.#pointsWanted()) {
      const at = this.#slate.inSight(point);
      if (at) byLevel[this.mode === "live" ? point.live : point.base].push({ point, at });
    }
    return byLevel;
  }

  #pointsWanted(): Iterable<PointLike> {
    if (this.#wanted) return this.#wanted.points;
    const known = new Map(this.#fresh);
    for (const point of this.store.all("point")) known.set(point.id, point);
    return known.values();
  }

  #unitsWanted(): Iterable<UnitLike> {
    return this.#wanted ? this.#wanted.units : this.store.all("unit");
  }

  #hazards(pen: CanvasRenderingContext2D): void {
    const far = this.map.getZoom() < 13;
    for (const hazard of this.store.all("hazard")) {
      if (this.#wanted && !this.#wanted.hazards.has(hazard.id)) continue;
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
    const selection = { entity: "hazard", id: hazard.id } as const;
    this.#mark(pen, hazard, {
      selection,
      rank: RANK.hazard,
      name,
      scale,
      draw,
      shift: [0, 0],
      hit: [3, -12],
    });
  }

  #mark(pen: CanvasRenderingContext2D, place: Place, mark: Mark): void {
    const at = this.#slate.inSight(place);
    if (at) this.#slate.print(pen, at, mark);
  }
}

function wantedOf({ points, units, hazards }: FilterMarks): Wanted {
  return {
    points: points.map(([id, lon, lat, live, base, firm]) => ({ id, lon, lat, live, base, firm })),
    units: units.map(([id, lon, lat, live, supervision, stopped]) => {
      return { id, lon, lat, live, supervision, stopped };
    }),
    hazards,
  };
}
