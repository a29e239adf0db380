/** What a self-check holds while it is being made: results by item, and the hazard of each that failed. */
import type { components } from "../../generated/api.ts";
import type { FormField, Values } from "../form/spec.ts";
import { missing, payload } from "../form/spec.ts";

export type Checklist = components["schemas"]["ChecklistOut"];
export type Item = components["schemas"]["ItemOut"];
export type Outcome = "pass" | "fail" | "na";

export interface Answer {
  result: Outcome;
  /** of a failed item: what its form holds */
  hazard?: Values;
}

export type Answers = Readonly<Record<string, Answer>>;

/** How a failed item goes on: the unit puts it right itself, leaves it to the authority, or must report it. */
export type Way = "self" | "report" | "major";

export function wayOf(values: Values): Way {
  return values["way"] === "major" || values["way"] === "report" ? values["way"] : "self";
}

/** Items without a result, and failed ones whose hazard is not complete. */
export function openItems(
  list: Checklist,
  answers: Answers,
  fields: (way: Way) => readonly FormField[],
): Item[] {
  return list.items.filter((item) => {
    const answer = answers[item.id];
    if (!answer) return true;
    if (answer.result !== "fail") return false;
    const values = answer.hazard ?? {};
    return missing(fields(wayOf(values)), values).length > 0;
  });
}

/** The request's results, each failed item with its hazard as the server takes it. */
export function resultsOf(
  list: Checklist,
  answers: Answers,
  fields: (way: Way) => readonly FormField[],
): unknown[] {
  return list.items.flatMap((item): unknown[] => {
    const answer = answers[item.id];
    if (!answer) return [];
    if (answer.result !== "fail") return [{ item: item.id, result: answer.result }];
    const values = answer.hazard ?? {};
    const way = wayOf(values);
    const said = payload(fields(way), values);
    const hazard = {
      ...said,
      klass: way === "major" ? "major" : "general",
      report: way !== "self",
      category: item.category,
      ...(values["again"] ? { override_duplicate: true } : {}),
    };
    return [{ item: item.id, result: "fail", hazard }];
  });
}

/** Photos of the hazards in a request's results. */
export function photosOf(results: readonly unknown[]): string[] {
  return results.flatMap((one) => (one as { hazard?: { photos?: string[] } }).hazard?.photos ?? []);
}

export function countOf(list: Checklist, answers: Answers): Record<Outcome | "all" | "done", number> {
  const given = list.items.map((item) => answers[item.id]?.result);
  const n = (result: Outcome): number => given.filter((one) => one === result).length;
  return {
    pass: n("pass"),
    fail: n("fail"),
    na: n("na"),
    all: list.items.length,
    done: given.filter(Boolean).length,
  };
}
