export interface Place {
  lon: number;
  lat: number;
}

/** `500 m`, `1 km`, `1.2 km`. */
export function distanceWords(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${Math.round(metres / 100) / 10} km`;
}

/** Metres between two places, good to a per mille within a city. */
export function metresTo(a: Place, b: Place): number {
  const north = (b.lat - a.lat) * 111_320;
  const east = (b.lon - a.lon) * 111_320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** Which of the eight winds `b` lies in, seen from `a`: 0 north, 2 east … */
export function windTo(a: Place, b: Place): number {
  const east = (b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180);
  const turn = Math.round((Math.atan2(east, b.lat - a.lat) / Math.PI) * 4);
  return (turn + 8) % 8;
}
