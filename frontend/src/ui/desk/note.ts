import { type TextKey, t } from "../../i18n/index.ts";
import { hasTerm, term } from "../../i18n/terms.ts";
import { number } from "../format.ts";
import type { AlarmDetail } from "./types.ts";

/** Groups of the catalogue in which the values of some fields have their words. */
const GROUPS: Record<string, string> = {
  claimed: "hazard_class",
  category: "hazard_category",
  clock: "alarm_clock",
};
/** What a field is called in one step only: the catalogue's word is that of hazards. */
const WORDS: Record<string, TextKey> = {
  "judge_accident.text": "step.field_accident",
  "notify.text": "step.field_notice",
  "report_up.text": "step.field_report_up",
  "evacuate.basis": "step.field_evacuate",
  "resolve.report": "step.field_resolve",
  "review.opinion": "step.field_review",
};
/** Shown elsewhere on the card. */
const ELSEWHERE: ReadonlySet<string> = new Set(["photos", "kind", "severity", "title"]);

/** What a field of a step is called. */
export function fieldWords(command: string, field: string): string {
  const key = WORDS[`${command}.${field}`];
  return key ? t(key) : term("field", field);
}

function wordsOf(name: string, value: unknown, alarm: Pick<AlarmDetail, "dispatched">): string {
  if (name === "person") return alarm.dispatched?.id === value ? (alarm.dispatched?.name ?? "") : "";
  if (typeof value === "number") return number(value);
  if (typeof value !== "string") return "";
  const group = GROUPS[name];
  return group && hasTerm(group, value) ? term(group, value) : value;
}

/** What was written with a step, a line for each field that has words. */
export function noteOf(
  command: string,
  note: Record<string, unknown>,
  alarm: Pick<AlarmDetail, "dispatched">,
): string[] {
  return Object.entries(note)
    .filter(([name]) => !ELSEWHERE.has(name))
    .map(([name, value]) => [fieldWords(command, name), wordsOf(name, value, alarm)])
    .filter(([, words]) => words !== "")
    .map((pair) => pair.join("："));
}
