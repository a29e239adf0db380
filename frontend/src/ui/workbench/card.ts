/** A row of a list as a card of two lines, where a table would not fit: what it is and how it stands, then where. */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { AnyRow, HazardRow, ListEntity, PointRow, UnitRow } from "../../net/lists.ts";
import { date } from "../format.ts";
import { hazardMark, shape } from "../icons.ts";
import { levelName } from "../level.ts";

export function card(row: AnyRow, entity: ListEntity): TemplateResult {
  if (entity === "hazards") return hazard(row as HazardRow);
  if (entity === "units") return unit(row as UnitRow);
  return point(row as PointRow);
}

function lines(
  head: TemplateResult,
  stands: string | TemplateResult,
  below: readonly string[],
): TemplateResult {
  return html`<span class="list-card-line">${head}<span class="list-card-now">${stands}</span></span>
    <span class="list-card-line meta"><span class="cut">${below.filter(Boolean).join(" · ")}</span></span>`;
}

const name = (text: string): TemplateResult => html`<b class="cut">${text}</b>`;
const near = (row: AnyRow): string => row.place.slice(1).join(" ") || (row.place[0] ?? "");

function hazard(row: HazardRow): TemplateResult {
  const state = term("hazard_state", row.state);
  const stands =
    row.overdue > 0 ? html`<span class="chip chip-bad">${t("list.overdue")}</span> ${state}` : state;
  const due = row.deadline ? t("list.due", { day: date(row.deadline) }) : "";
  return lines(html`${hazardMark(row.major)}${name(row.title)}`, stands, [row.unit_name || near(row), due]);
}

function unit(row: UnitRow): TemplateResult {
  const below = [term("unit_type", row.type), near(row)];
  return lines(html`${shape(row.live)}${name(row.name)}`, html`${levelName(row.live)}${late(row)}`, below);
}

function point(row: PointRow): TemplateResult {
  const head = html`${shape(row.live, row.provisional)}${name(row.name)}`;
  return lines(head, html`${levelName(row.live)}${late(row)}`, [row.unit_name, near(row)]);
}

function late(row: UnitRow | PointRow): TemplateResult | typeof nothing {
  return row.overdue > 0
    ? html` <span class="chip chip-bad">${t("list.overdue_n", { n: row.overdue })}</span>`
    : nothing;
}
