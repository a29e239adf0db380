import generated from "../generated/terms.json" with { type: "json" };
import { say, type Words } from "./lang.ts";

/** Group of the domain's catalogue → code → words. */
const TERMS: Record<string, Record<string, Words>> = generated;

/** A word of the domain in the screen's language; a code that the catalogue does not know is shown as it is. */
export function term(group: string, code: string | number): string {
  const words = TERMS[group]?.[String(code)];
  return words ? say(words) : String(code);
}

export function hasTerm(group: string, code: string | number): boolean {
  return TERMS[group]?.[String(code)] !== undefined;
}

/** All codes of a group, in the catalogue's order. */
export function codes(group: string): string[] {
  return Object.keys(TERMS[group] ?? {});
}
