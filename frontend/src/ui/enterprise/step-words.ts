import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { HazardDetail } from "../details.ts";
import { dateTime } from "../format.ts";
import type { Fact } from "../panel/sections.ts";

/**
 * What the people of a unit read of each step: what it was told and what it sent. What officers tell each other
 * (transfers, companions, proposals, an answer to whoever reported) is not among it.
 */
const READ: Record<string, readonly string[]> = {
  report: ["claimed", "found_at"],
  self_record: ["responsible", "measures", "time_limit", "funds", "contingency"],
  verify: ["class", "basis", "responsible_unit", "responsible_person"],
  reclassify: ["class", "reason", "basis"],
  order: ["order_number", "demands", "deadline"],
  plan: [
    ...["responsible", "measures", "time_limit", "funds", "contingency"],
    ...["report_state", "report_danger", "report_treatment"],
  ],
  approve_plan: ["approve", "opinion", "deadline"],
  suspend: ["scope", "basis", "people_moved"],
  lift: ["reason"],
  extend_request: ["deadline", "reason", "interim_measures"],
  extend_decide: ["approve", "reason"],
  submit: ["done", "cost"],
  reinspect: ["result"],
  return: ["reason"],
  accept: ["report", "expert_opinion"],
  list: ["level", "deadline", "public_text"],
  delist: ["public_text"],
  reopen: ["evidence"],
};
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

/** The words of a step that the unit's people read. */
export function wordsOf(step: Step): Fact[] {
  if (step.note["proposed"] === true) return [];
  const fields = said(step);
  return (READ[step.command] ?? []).map((name) => [term("field", name), word(name, fields[name])]);
}
