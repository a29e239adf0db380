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
