/** Lengths and areas on the ground, on a sphere of the size that the server takes (`domain/areas.py`). */
export type Place = readonly [lon: number, lat: number];

const EARTH = 6_371_008.771415;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

export function metresBetween([lon1, lat1]: Place, [lon2, lat2]: Place): number {
  const half =
    Math.sin(rad(lat2 - lat1) / 2) ** 2 +
    Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half)));
}

export function metresOf(places: readonly Place[]): number {
  let sum = 0;
  for (let i = 1; i < places.length; i += 1) sum += metresBetween(places[i - 1] as Place, places[i] as Place);
  return sum;
}

/** Area of a ring, given without its first corner again at the end. */
export function squareMetresOf(ring: readonly Place[]): number {
  let sum = 0;
  for (const [i, [lon1, lat1]] of ring.entries()) {
    const [lon2, lat2] = ring[(i + 1) % ring.length] as Place;
    sum += rad(lon2 - lon1) * (2 + Math.sin(rad(lat1)) + Math.sin(rad(lat2)));
  }
  return Math.abs((sum * EARTH * EARTH) / 2);
}

const NICE = [1, 2, 5];

/** The longest round length (metres) that is at most `metres`: what a scale bar shows. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return power * (NICE.filter((n) => n * power <= metres).at(-1) ?? 1);
}

/** Middle of the box around a GeoJSON geometry in degrees. */
export function middleOf(shape: object): Place {
  const [west, south, east, north] = boxOf((shape as { coordinates: unknown }).coordinates);
  return [(west + east) / 2, (south + north) / 2];
}

type Box = [west: number, south: number, east: number, north: number];

function boxOf(coordinates: unknown): Box {
  if (!Array.isArray(coordinates)) return [Infinity, Infinity, -Infinity, -Infinity];
  const [lon, lat] = coordinates;
  if (typeof lon === "number" && typeof lat === "number") return [lon, lat, lon, lat];
  const boxes = coordinates.map(boxOf);
  const least = (i: 0 | 1): number => boxes.reduce((found, box) => Math.min(found, box[i]), Infinity);
  const most = (i: 2 | 3): number => boxes.reduce((found, box) => Math.max(found, box[i]), -Infinity);
  return [least(0), least(1), most(2), most(3)];
}
