/** What can be chosen in a filter: groups of conditions with their words. */
import { type TextKey, t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Options } from "../../net/lists.ts";
import type { Filter, FilterName } from "../../state/filter.ts";
import type { CellTree } from "../../state/tree.ts";
import { levelName } from "../level.ts";

export interface Choice {
  name: FilterName;
  value: string;
  label: string;
}
export interface Facet {
  name: FilterName;
  title: TextKey;
  /** level shapes stand beside the words */
  levels?: boolean;
  choices: readonly Choice[];
}
export interface Words {
  options: Options | null;
  tree: CellTree;
}

function facet(
  name: FilterName,
  title: TextKey,
  values: readonly string[],
  say: (value: string) => string,
): Facet {
  return { name, title, choices: values.map((value) => ({ name, value, label: say(value) })) };
}

function group(name: FilterName, title: TextKey, terms: string, skip: readonly string[] = []): Facet {
  return facet(
    name,
    title,
    codes(terms).filter((code) => !skip.includes(code)),
    (code) => term(terms, code),
  );
}

const OVERDUE = { "1": "filter.overdue_any", "2": "filter.overdue_long" } as const;
const LISTED = { "1": "filter.listed_any", "2": "filter.listed_late" } as const;
const UNIT_LISTED = { "1": "filter.unit_listed", "2": "filter.unit_listed_late" } as const;
const WORST_FIRST = ["1", "2", "3", "4", "0"];

/** Conditions on the ground, on hazards, on units, on levels; each list in the order of the screen. */
export function facets(): { ground: Facet[]; hazards: Facet[]; units: Facet[]; levels: Facet[] } {
  const levels = (name: "lv" | "bs", title: TextKey): Facet => ({
    ...facet(name, title, WORST_FIRST, (value) => levelName(Number(value))),
    levels: true,
  });
  return {
    ground: [facet("sv", "filter.survey", ["1"], () => t("filter.survey_late"))],
    hazards: [
      facet("hc", "filter.class", ["major", "general"], (code) => term("hazard_class", code)),
      facet("ov", "filter.overdue", ["1", "2"], (code) => t(OVERDUE[code as "1"])),
      group("hs", "filter.state", "hazard_state"),
      facet("ls", "filter.listing", ["1", "2"], (code) => t(LISTED[code as "1"])),
      group("hr", "filter.source", "hazard_source", ["survey", "monitoring", "other"]),
    ],
    units: [
      group("dm", "filter.sector", "sector"),
      group("af", "filter.affiliation", "affiliation"),
      group("ut", "filter.type", "unit_type"),
      group("dc", "filter.danger_class", "danger_class", [""]),
      group("gr", "filter.grade", "annual_grade"),
      facet("ky", "filter.key", ["1"], () => t("filter.key_unit")),
      facet("ul", "filter.unit_listing", ["1", "2"], (code) => t(UNIT_LISTED[code as "1"])),
      group("in", "filter.industry", "industry"),
    ],
    levels: [levels("lv", "filter.live"), levels("bs", "filter.base")],
  };
}

/** Conditions that people ask for most, ready to use. */
export function presets(): { label: string; set: readonly [FilterName, string][] }[] {
  return [
    {
      label: t("preset.major_overdue"),
      set: [
        ["hc", "major"],
        ["ov", "1"],
      ],
    },
    { label: t("preset.overdue"), set: [["ov", "1"]] },
    { label: t("preset.listed"), set: [["ls", "1"]] },
    { label: t("preset.unit_listed"), set: [["ul", "1"]] },
    { label: t("preset.unverified"), set: [["hs", "reported"]] },
    { label: t("preset.red"), set: [["lv", "1"]] },
    { label: t("preset.key"), set: [["ky", "1"]] },
    { label: t("preset.survey"), set: [["sv", "1"]] },
  ];
}

/** Everything that has a name, for finding a condition by typing. */
export function everyChoice({ options, tree }: Words): { choice: Choice; group: string }[] {
  const all = facets();
  const named = Object.values(all)
    .flat()
    .flatMap(({ title, choices }) => choices.map((choice) => ({ choice, group: t(title) })));
  const bodies = (options?.departments ?? []).map(({ id, name }) => ({
    choice: { name: "dp" as const, value: String(id), label: name },
    group: t("filter.department"),
  }));
  const cells = [...tree.all()].map((cell) => ({
    choice: { name: "cl" as const, value: String(cell.id), label: cell.name },
    group: t("filter.place"),
  }));
  return [...named, ...bodies, ...cells];
}

/** Choices whose words hold what was typed; those that begin with it come first, short ones before long ones. */
export function findChoices(text: string, words: Words, most = 8): { choice: Choice; group: string }[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const found = everyChoice(words).filter(({ choice }) => choice.label.toLowerCase().includes(wanted));
  const rank = (label: string): number => (label.toLowerCase().startsWith(wanted) ? 0 : 1000) + label.length;
  return found.sort((a, b) => rank(a.choice.label) - rank(b.choice.label)).slice(0, most);
}

const AREA_WORDS = { bb: "chip.box", pg: "chip.polygon", bf: "chip.ring" } as const;

/** What a chip says: the condition in words. */
export function chipLabel(name: FilterName, value: string, { options, tree }: Words): string {
  if (name === "cl") return tree.get(Number(value))?.name ?? t("filter.place");
  if (name === "dp")
    return options?.departments.find(({ id }) => String(id) === value)?.name ?? t("filter.department");
  if (name === "fr") return t("chip.from", { day: value });
  if (name === "to") return t("chip.until", { day: value });
  if (name === "bf") return t(AREA_WORDS.bf, { metres: value.split(",")[2] ?? "" });
  if (name === "bb" || name === "pg") return t(AREA_WORDS[name]);
  const all = facets();
  const known = Object.values(all)
    .flat()
    .flatMap((each) => each.choices);
  const label = known.find((choice) => choice.name === name && choice.value === value)?.label ?? value;
  return name === "bs" ? t("chip.base", { level: label }) : label;
}

/** The whole filter in one line, for headings and file names. */
export function inWords(filter: Filter, words: Words): string {
  return [...filter]
    .flatMap(([name, values]) => values.map((value) => chipLabel(name, value, words)))
    .join(" · ");
}
