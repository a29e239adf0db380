import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { HazardDetail } from "../details.ts";
import { dateTime } from "../format.ts";
import type { Fact } from "../panel/sections.ts";

const MOMENTS = new Set(["deadline", "time_limit", "found_at"]);
const GROUPS: Record<string, string> = {
  class: "hazard_class",
  claimed: "hazard_class",
  level: "cell_level",
};
type Step = HazardDetail["steps"][number];

export function said(step: Step): Record<string, unknown> {
  return (step.note["fields"] ?? {}) as Record<string, unknown>;
}

export function word(name: string, value: unknown): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "boolean") return t(value ? "facts.yes" : "facts.no");
  if (MOMENTS.has(name)) return dateTime(String(value));
  const group = GROUPS[name];
  return group ? term(group, String(value)) : String(value);
}

/** The words of a step; the server tells a unit's people no others than are theirs to read. */
export function wordsOf(step: Step): Fact[] {
  const words = Object.entries(said(step)).filter(([, value]) => !Array.isArray(value));
  return words.map(([name, value]) => [term("field", name), word(name, value)]);
}
