/** Assessment of a risk point on screen: the twin of `domain/assessment.py`, tested with the same cases. */

export interface Band {
  /** the band goes from here up to the next one's start */
  start: number;
  level: number;
  zh: string;
  en: string;
}

export interface AssessRules {
  lec: { l: number[]; e: number[]; c: number[]; bands: Band[] };
  ls: { size: number; bands: Band[] };
  /** steps that measures may win */
  better: number;
}

export type Method = "LEC" | "LS";
export type Inputs = Partial<Record<"l" | "e" | "c" | "s", number>>;

export interface Rated {
  value: number;
  level: number;
  band: Band;
}

export const FACTORS: Record<Method, readonly ("l" | "e" | "c" | "s")[]> = {
  LEC: ["l", "e", "c"],
  LS: ["l", "s"],
};

/** Values that a factor may take, the mildest first. */
export function scaleOf(method: Method, factor: "l" | "e" | "c" | "s", rules: AssessRules): number[] {
  if (method === "LS") return Array.from({ length: rules.ls.size }, (_, i) => i + 1);
  return factor === "s" ? [] : [...rules.lec[factor]].sort((a, b) => a - b);
}

/** Rate by a method; null while an input is missing or not on the pack's scale. */
export function rate(method: Method, inputs: Inputs, rules: AssessRules): Rated | null {
  const factors = FACTORS[method];
  let product = 1;
  for (const factor of factors) {
    const value = inputs[factor];
    if (value === undefined || !scaleOf(method, factor, rules).includes(value)) return null;
    product *= value;
  }
  // Rounding takes away the noise of 0.1 and 0.2, so that an edge is met exactly where people compute it.
  const value = Math.round(product * 1e6) / 1e6;
  const bands = method === "LEC" ? rules.lec.bands : rules.ls.bands;
  const band = bands.findLast((one) => value >= one.start) ?? bands[0];
  return band ? { value, level: band.level, band } : null;
}

/** What is left with the measures at work: never more than the pack's steps better than before. */
export function residual(before: Rated, after: Rated | null, rules: AssessRules): number {
  if (!after) return before.level;
  return Math.min(after.level, Math.min(4, before.level + rules.better));
}
