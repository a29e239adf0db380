/** An inspection that is being made: what was found on each item so far. Pure; kept as a draft until it is finished. */
import type { Checklist, ChecklistItem, Stamp } from "./wire.ts";

export type Result = "pass" | "fail" | "na";
export interface Finding {
  result: Result;
  text: string;
  klass: "general" | "major";
  category: string;
  photos: string[];
}
export interface Draft {
  began_at: string;
  list: string;
  found: Record<string, Finding>;
  note: string;
}
export type Lack = { n: number; what: "open" | "text" | "photo" };

export function begun(list: Checklist, now: Date): Draft {
  return { began_at: now.toISOString(), list: nameOf(list), found: {}, note: "" };
}

export function nameOf({ code, version }: Pick<Checklist, "code" | "version">): string {
  return `${code}@${version}`;
}

export function judged(draft: Draft, item: ChecklistItem, result: Result): Draft {
  const before = draft.found[item.id];
  const { klass, category } = item;
  const found: Finding = { text: "", klass, category, photos: [], ...before, result };
  return { ...draft, found: { ...draft.found, [item.id]: found } };
}

export function detailed(draft: Draft, item: ChecklistItem, fields: Partial<Finding>): Draft {
  const found = draft.found[item.id];
  return found ? { ...draft, found: { ...draft.found, [item.id]: { ...found, ...fields } } } : draft;
}

/** All items that nothing was said of pass. */
export function restPasses(draft: Draft, items: readonly ChecklistItem[]): Draft {
  return items.filter(({ id }) => !draft.found[id]).reduce((next, item) => judged(next, item, "pass"), draft);
}

/** What still stands in the way of finishing, first thing first; null: nothing. */
export function lacking(draft: Draft, items: readonly ChecklistItem[]): Lack | null {
  for (const [i, item] of items.entries()) {
    const found = draft.found[item.id];
    if (found?.result !== "fail") continue;
    if (!found.text.trim()) return { n: i + 1, what: "text" };
    if (found.photos.length === 0) return { n: i + 1, what: "photo" };
  }
  const open = items.filter(({ id }) => !draft.found[id]).length;
  return open ? { n: open, what: "open" } : null;
}

export function photosOf(draft: Draft): string[] {
  return Object.values(draft.found).flatMap(({ result, photos }) => (result === "fail" ? photos : []));
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
    return { ...result, photos, hazard: { klass, category, text: found.text.trim(), ...point } };
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
