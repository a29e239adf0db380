/** Tables of work before and after: per cell, per person, and how evenly it is spread. */
import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { number } from "../format.ts";
import type { Impact, Load } from "./types.ts";

export interface LoadRow {
  name: string;
  sub: string;
  before: Load | null;
  after: Load | null;
}

const COLUMNS = [
  ["units", "planner.units", 0],
  ["risk", "planner.load_risk", 0],
  ["area_km2", "planner.load_area", 2],
  ["walk_km", "planner.load_walk", 1],
] as const;

export function loadTable(rows: readonly LoadRow[]): TemplateResult {
  if (rows.length === 0) return html`<p class="meta">${t("planner.loads_none")}</p>`;
  return html`<table class="plan-loads"><thead><tr><th scope="col"><span class="visually-hidden">${t("planner.who")}</span></th>
      ${COLUMNS.map(([, words]) => html`<th scope="col">${t(words)}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (
        row,
      ) => html`<tr><th scope="row">${row.name}${row.sub ? html` <span class="meta">${row.sub}</span>` : ""}</th>
      ${COLUMNS.map(([key, , digits]) => change(row.before?.[key] ?? null, row.after?.[key] ?? null, digits))}</tr>`,
    )}</tbody></table>`;
}

function change(before: number | null, after: number | null, digits: number): TemplateResult {
  const words = (n: number | null): string => (n === null ? "—" : number(n, digits));
  if (words(before) === words(after)) return html`<td class="num quiet">${words(after)}</td>`;
  return html`<td class="num"><span class="plan-was"><span class="visually-hidden">${t("planner.was")}</span>${words(before)}</span>
    <span class="visually-hidden">${t("planner.becomes")}</span>${words(after)}</td>`;
}

export function imbalanceTable({ before, after }: Impact["imbalance"]): TemplateResult {
  return html`<p class="meta">${t("planner.imbalance_lead")}</p><table class="plan-loads"><tbody>${COLUMNS.map(
    ([key, words]) =>
      html`<tr><th scope="row">${t(words)}</th>${change(before[key], after[key], 2)}<td>${verdict(before[key], after[key])}</td></tr>`,
  )}</tbody></table>`;
}

function verdict(before: number, after: number): string {
  const more = Math.round((after - before) * 100);
  if (more === 0) return t("planner.as_even");
  return more < 0 ? t("planner.more_even") : t("planner.less_even");
}
