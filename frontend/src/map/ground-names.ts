/** Names of areas and places on a map without WebGL: the most important first, none over another. */
import type { LatLngExpression, LayerGroup, Map as LeafletMap, PointTuple } from "leaflet";
import L from "leaflet";
import { Room } from "./room.ts";

const MOST = 200;
/** The width of a letter in em, and the height of a line. */
const WIDE = 1.1;
const HIGH = 1.5;
/** Steps of the search for where a name stands. */
const STEPS = 16;
const MOST_PLACES = 100;

export type Place = readonly [lon: number, lat: number];
export interface GroundName {
  text: string;
  /** where it may stand, the best first: the first one with room is taken */
  places: readonly Place[];
  /** pixels from there down to its middle: clear of a sign */
  below?: number;
  className: string;
  /** of its letters, rem */
  size: number;
  /** zooms at which it is shown */
  from: number;
  until: number;
}

/** A sign on the map: pixels from its place to its middle, and its size. */
export interface Taken {
  at: LatLngExpression;
  shift: PointTuple;
  size: PointTuple;
}

export class GroundNames {
  readonly #group: LayerGroup;
  #names: readonly GroundName[] = [];

  constructor(
    private readonly map: LeafletMap,
    /** what else stands on the map, and is not to be written over */
    private readonly taken: () => readonly Taken[] = () => [],
  ) {
    this.#group = L.layerGroup().addTo(map);
    map.on("moveend", this.paint, this);
  }

  /** In the order of their importance: who comes first stands. */
  set(names: readonly GroundName[]): void {
    this.#names = names;
    this.paint();
  }

  paint(): void {
    this.#group.clearLayers();
    const [zoom, bounds] = [this.map.getZoom(), this.map.getBounds()];
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = new Room();
    const kept = this.taken();
    for (const { at, shift, size } of kept) {
      const { x, y } = this.map.latLngToLayerPoint(at).add(shift);
      room.block(x, y, ...size);
    }
    for (const { text, places, below = 0, className, size, from, until } of this.#names) {
      if (zoom < from || zoom >= until) continue;
      const place = places.find(([lon, lat]) => {
        const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
        return (
          bounds.contains([lat, lon]) &&
          room.take(x, y + below, text.length * WIDE * size * rem, HIGH * size * rem)
        );
      });
      if (!place) continue;
      const [lon, lat] = place;
      const span = L.DomUtil.create("span");
      span.textContent = text;
      const icon = L.divIcon({
        html: span,
        className: `ground-name ${className}`,
        iconSize: [0, 0],
        iconAnchor: [0, -below],
      });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(this.#group);
      if (room.taken >= MOST + kept.length) return;
    }
  }
}

/**
 * Where the name of an area may stand: inside it, and the farther from its edges the better. The middle of its box may lie in another: one county
 * of the city goes all around another.
 */
export function standing(shape: GeoJSON.Geometry): Place[] {
  const rings = ringsOf(shape);
  const all = rings.flat();
  if (all.length === 0) return [];
  const [west, east] = ends(all.map(([x = 0]) => x));
  const [south, north] = ends(all.map(([, y = 0]) => y));
  const found: { at: Place; near: number }[] = [];
  for (let i = 0.5; i < STEPS; i += 1) {
    for (let j = 0.5; j < STEPS; j += 1) {
      const at: Place = [west + ((east - west) * i) / STEPS, south + ((north - south) * j) / STEPS];
      if (!holds(shape, ...at)) continue;
      found.push({ at, near: Math.min(...rings.map((ring) => away(ring, ...at))) });
    }
  }
  return found
    .sort((one, other) => other.near - one.near)
    .slice(0, MOST_PLACES)
    .map(({ at }) => at);
}

/** Whether a place lies in a polygon or several, holes left out: odd numbers of edges to its east. */
export function holds(shape: GeoJSON.Geometry, lon: number, lat: number): boolean {
  return ringsOf(shape).filter((ring) => crossed(ring, lon, lat)).length % 2 === 1;
}

function ringsOf(shape: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (shape.type === "Polygon") return shape.coordinates;
  return shape.type === "MultiPolygon" ? shape.coordinates.flat() : [];
}

function crossed(ring: readonly GeoJSON.Position[], lon: number, lat: number): boolean {
  let odd = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [x1 = 0, y1 = 0] = ring[i - 1] ?? [];
    const [x2 = 0, y2 = 0] = ring[i] ?? [];
    if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
  }
  return odd;
}

/** Square of the distance to a ring's corners, in degrees: outlines have many, and a name needs no better. */
function away(ring: readonly GeoJSON.Position[], lon: number, lat: number): number {
  let near = Number.POSITIVE_INFINITY;
  for (const [x = 0, y = 0] of ring) near = Math.min(near, (x - lon) ** 2 + (y - lat) ** 2);
  return near;
}

function ends(values: readonly number[]): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
