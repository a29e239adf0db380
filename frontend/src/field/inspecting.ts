/** An inspection that is being made: what was found on each item so far. Pure; kept as a draft until it is finished. */
import type { Checklist, ChecklistItem, Pack, Stamp } from "./wire.ts";

export type Result = "pass" | "fail" | "na";
/** what becomes of the hazard of a failed item: told only, put right within a time, or put right before one's eyes */
export type Next = "report" | "order" | "fixed";
export const FIVE = ["responsible", "measures", "funds", "contingency"] as const;
export type Five = Record<(typeof FIVE)[number], string>;
export interface Finding {
  result: Result;
  text: string;
  klass: "general" | "major";
  category: string;
  photos: string[];
  next: Next;
  /** 时限, of an order */
  days: number;
  /** 责任、措施、资金、预案, of an order */
  five: Five;
  /** photos of after */
  fixed: string[];
}
/** How far one may go at a unit. */
export interface Allowed {
  order: "yes" | "propose" | "no";
  fix: "yes" | "propose" | "no";
  usual_days: number;
}
export interface Draft {
  began_at: string;
  list: string;
  found: Record<string, Finding>;
  note: string;
}
export type Lack = { n: number; what: "open" | "text" | "photo" | "after" };

/** What may be done at once with a hazard found at a unit. */
export function allowedAt(pack: Pack, unit: number): Allowed {
  const { may = [], proposes = [] } = pack.units.find(({ id }) => id === unit) ?? {};
  const of = (verb: string): Allowed["order"] =>
    may.includes(verb) ? "yes" : proposes.includes(verb) ? "propose" : "no";
  return { order: of("order_general"), fix: of("fix_on_spot"), usual_days: pack.deadline.usual };
}

/** What may become of it; a major hazard is nobody's to order alone, but one may say what one would demand. */
export function choicesOf({ order, fix }: Allowed, klass: Finding["klass"]): Next[] {
  const choices: Next[] = ["report"];
  if (order !== "no") choices.unshift("order");
  if (fix !== "no" && klass === "general") choices.push("fixed");
  return choices;
}

export function begun(list: Checklist, now: Date): Draft {
  return { began_at: now.toISOString(), list: nameOf(list), found: {}, note: "" };
}

export function nameOf({ code, version }: Pick<Checklist, "code" | "version">): string {
  return `${code}@${version}`;
}

export function judged(draft: Draft, item: ChecklistItem, result: Result, allowed: Allowed): Draft {
  const before = draft.found[item.id];
  const { klass, category } = item;
  const five: Five = { responsible: "", measures: "", funds: "", contingency: "" };
  // Who may order does so unless they choose otherwise: a hazard that is only told of waits for somebody to decide.
  const next: Next = allowed.order === "yes" ? "order" : "report";
  const blank = {
    text: "",
    klass,
    category,
    photos: [],
    next,
    days: allowed.usual_days,
    five,
    fixed: [],
  };
  const found: Finding = { ...blank, ...before, result };
  return { ...draft, found: { ...draft.found, [item.id]: found } };
}

export function detailed(draft: Draft, item: ChecklistItem, fields: Partial<Finding>): Draft {
  const found = draft.found[item.id];
  return found ? { ...draft, found: { ...draft.found, [item.id]: { ...found, ...fields } } } : draft;
}

/** All items that nothing was said of pass. */
export function restPasses(draft: Draft, items: readonly ChecklistItem[], allowed: Allowed): Draft {
  const open = items.filter(({ id }) => !draft.found[id]);
  return open.reduce((next, item) => judged(next, item, "pass", allowed), draft);
}

/** What still stands in the way of finishing, first thing first; null: nothing. */
export function lacking(draft: Draft, items: readonly ChecklistItem[]): Lack | null {
  for (const [i, item] of items.entries()) {
    const found = draft.found[item.id];
    if (found?.result !== "fail") continue;
    if (!found.text.trim()) return { n: i + 1, what: "text" };
    if (found.photos.length === 0) return { n: i + 1, what: "photo" };
    if (found.next === "fixed" && found.fixed.length === 0) return { n: i + 1, what: "after" };
  }
  const open = items.filter(({ id }) => !draft.found[id]).length;
  return open ? { n: open, what: "open" } : null;
}

/** Photos that a draft holds, of whatever was tapped since too. */
export function heldBy(draft: Draft): string[] {
  return Object.values(draft.found).flatMap(({ photos, fixed }) => [...photos, ...fixed]);
}

/** Photos that are sent. */
export function photosOf(draft: Draft): string[] {
  return Object.values(draft.found).flatMap(({ result, next, photos, fixed }) =>
    result === "fail" ? [...photos, ...(next === "fixed" ? fixed : [])] : [],
  );
}

function furtherOf({ next, days, five, fixed }: Finding): Record<string, unknown> {
  if (next === "report") return {};
  if (next === "fixed") return { fixed };
  return { deadline_days: days, five };
}

/** What is sent. */
export function written(
  draft: Draft,
  about: { unit: number; visit: number | null; list: Checklist; items: readonly ChecklistItem[] },
  stamp: Stamp,
): Record<string, unknown> {
  const { unit, visit, list, items } = about;
  const results = items.map((item) => {
    const found = draft.found[item.id] as Finding;
    const result = { item: item.id, what: item.what, result: found.result };
    if (found.result !== "fail") return result;
    const { klass, category, photos } = found;
    const point = item.point ? { point: item.point.id } : {};
    const hazard = { klass, category, text: found.text.trim(), ...point, ...furtherOf(found) };
    return { ...result, photos, hazard };
  });
  return {
    unit,
    ...(visit === null ? {} : { visit }),
    checklist: { code: list.code, version: list.version },
    began_at: draft.began_at,
    ended_at: stamp.made_at,
    note: draft.note.trim(),
    results,
    ...stamp,
  };
}
