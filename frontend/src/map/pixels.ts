/** Where places stand on the screen. Each is projected once: a change of one mark must not project a whole city again. */
import type { Map as LeafletMap, Point } from "leaflet";
import L from "leaflet";

export type Place = { readonly lon: number; readonly lat: number };

export class Pixels {
  /** pixel of the whole world's picture at zoom 0, by the object that names the place */
  readonly #world = new WeakMap<Place, Point>();
  #scale = 1;
  #left = 0;
  #top = 0;
  #size: Point = L.point(0, 0);

  constructor(private readonly map: LeafletMap) {}

  get size(): Point {
    return this.#size;
  }

  /** Take over what the map shows now. */
  look(): void {
    const { map } = this;
    this.#size = map.getSize();
    this.#scale = map.getZoomScale(map.getZoom(), 0);
    const corner = map.getPixelBounds().min ?? L.point(0, 0);
    this.#left = corner.x;
    this.#top = corner.y;
  }

  /** Pixel in the map's window; objects that name places are never changed, so an object's place is remembered. */
  of(place: Place): Point {
    let world = this.#world.get(place);
    if (!world) {
      world = this.map.project([place.lat, place.lon], 0);
      this.#world.set(place, world);
    }
    return L.point(
      Math.round(world.x * this.#scale - this.#left),
      Math.round(world.y * this.#scale - this.#top),
    );
  }

  /** The pixel, if something reaching so far around it would be seen. */
  inSight(place: Place, reach: number): Point | null {
    const at = this.of(place);
    const { x, y } = this.#size;
    return at.x < -reach || at.y < -reach || at.x > x + reach || at.y > y + reach ? null : at;
  }
}
