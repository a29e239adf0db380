/** China's clock, whatever zone the computer thinks it is in: duties, deadlines and days are China's. */

const AHEAD_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const ZONED = /(?:Z|[+-]\d\d:?\d\d)$/;

/** A date whose UTC fields are China's fields of a moment. */
export function inChina(at: Date | number): Date {
  return new Date(Number(at) + AHEAD_MS);
}

/** The moment that is written with its zone, or as China's clock shows it; a day alone is its beginning. */
export function fromChina(iso: string): Date {
  if (iso.length === 10) return new Date(`${iso}T00:00+08:00`);
  return new Date(ZONED.test(iso) ? iso : `${iso}+08:00`);
}

/** Day of a moment, as days since 1970. */
export function chinaDay(at: Date | number): number {
  return Math.floor(Number(inChina(at)) / DAY_MS);
}
