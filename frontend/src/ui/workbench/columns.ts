/** Columns of the lists: what each row says, in which order it can be put. */
import { html, nothing, type TemplateResult } from "lit";
import { type TextKey, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { AnyRow, HazardRow, ListEntity, PointRow, RowOf, UnitRow } from "../../net/lists.ts";
import { date, daysUntil, number } from "../format.ts";
import { hazardMark, shape } from "../icons.ts";
import { levelName } from "../level.ts";

export interface Column {
  /** the server's key of the order; without one it cannot be sorted */
  sort?: string;
  title: TextKey;
  /** a track of the grid */
  width: string;
  cell(row: AnyRow): TemplateResult | string | typeof nothing;
}

function column<E extends ListEntity>(
  title: TextKey,
  width: string,
  cell: (row: RowOf[E]) => TemplateResult | string | typeof nothing,
  sort?: string,
): Column {
  return { title, width, cell: cell as Column["cell"], ...(sort ? { sort } : {}) };
}

const place = (row: AnyRow): TemplateResult => {
  const [county = "", ...below] = row.place;
  return html`<span class="cut" title=${row.place.join(" ")}>${county} <span class="quiet">${below.join(" ")}</span></span>`;
};
const cut = (text: string): TemplateResult => html`<span class="cut" title=${text}>${text}</span>`;

function due(row: HazardRow): TemplateResult | typeof nothing {
  if (!row.deadline) return nothing;
  const late = row.overdue > 0 ? -daysUntil(row.deadline) : 0;
  return html`<span class="num">${date(row.deadline)}</span>${
    row.overdue > 0
      ? html` <span class="chip chip-bad">${t("span.over", { n: Math.max(1, late) })}</span>`
      : nothing
  }`;
}

function burden(row: PointRow | UnitRow): TemplateResult | typeof nothing {
  if (row.open === 0) return nothing;
  const late =
    row.overdue > 0
      ? html` <span class="chip chip-bad">${t("list.overdue_n", { n: row.overdue })}</span>`
      : nothing;
  return html`<span class="num">${number(row.open)}</span>${late}`;
}

function listed({ listing, listing_overdue }: UnitRow): TemplateResult | typeof nothing {
  if (!listing) return nothing;
  return html` <span class="chip chip-bad">${t(listing_overdue ? "list.listed_late" : "hazard.listed")}</span>`;
}

const level = (value: number): TemplateResult =>
  html`<span class="list-level">${shape(value)}${levelName(value)}</span>`;

const HAZARDS: Column[] = [
  column<"hazards">(
    "list.col_title",
    "minmax(11rem,2fr)",
    (row) => html`${hazardMark(row.major)}${cut(row.title)}`,
    "title",
  ),
  column<"hazards">(
    "list.col_class",
    "4.5rem",
    (row) =>
      html`<span class=${row.major ? "bad" : ""}>${t(row.major ? "list.major" : "list.general")}</span>`,
    "class",
  ),
  column<"hazards">("list.col_state", "5rem", (row) => term("hazard_state", row.state), "state"),
  column<"hazards">("list.col_deadline", "11.5rem", due, "deadline"),
  column<"hazards">("list.col_unit", "minmax(9rem,2fr)", (row) => cut(row.unit_name), "unit"),
  column<"hazards">("list.col_affiliation", "4rem", (row) =>
    row.affiliation ? term("affiliation", row.affiliation) : nothing,
  ),
  column<"hazards">("list.col_place", "minmax(9rem,1.6fr)", place, "place"),
  column<"hazards">(
    "list.col_number",
    "9.5rem",
    (row) => html`<span class="num cut">${row.number}</span>`,
    "number",
  ),
];
const UNITS: Column[] = [
  column<"units">(
    "list.col_name",
    "minmax(12rem,2.4fr)",
    (row) => html`${shape(row.live)}${cut(row.name)}${listed(row)}`,
    "name",
  ),
  column<"units">("list.col_live", "6.5rem", (row) => level(row.live), "live"),
  column<"units">("list.col_type", "8rem", (row) => cut(term("unit_type", row.type)), "type"),
  column<"units">(
    "list.col_affiliation",
    "5rem",
    (row) => term("affiliation", row.affiliation),
    "affiliation",
  ),
  column<"units">("list.col_grade", "6.5rem", (row) => cut(term("annual_grade", row.grade)), "grade"),
  column<"units">("list.col_open", "8rem", burden),
  column<"units">("list.col_place", "minmax(10rem,2fr)", place, "place"),
];
const POINTS: Column[] = [
  column<"points">(
    "list.col_name",
    "minmax(11rem,2fr)",
    (row) => html`${shape(row.live, row.provisional)}${cut(row.name)}`,
    "name",
  ),
  column<"points">("list.col_live", "6.5rem", (row) => level(row.live), "live"),
  column<"points">("list.col_base", "6.5rem", (row) => level(row.base), "base"),
  column<"points">("list.col_category", "6rem", (row) => term("point_category", row.category), "category"),
  column<"points">("list.col_unit", "minmax(10rem,2fr)", (row) => cut(row.unit_name), "unit"),
  column<"points">("list.col_open", "7rem", burden),
  column<"points">("list.col_place", "minmax(10rem,2fr)", place, "place"),
];
export const COLUMNS: Record<ListEntity, readonly Column[]> = {
  hazards: HAZARDS,
  units: UNITS,
  points: POINTS,
};
