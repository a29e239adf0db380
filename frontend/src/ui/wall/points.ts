import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import type { Legend, Tally } from "../../state/counts.ts";
import type { Ledger } from "../../state/ledger.ts";
import { number } from "../format.ts";
import { shape } from "../icons.ts";
import { levelName } from "../level.ts";
import { levelBar } from "../overview.ts";

const SHOWN = [1, 2, 3, 4] as const;

/** "+3", "−8", and a quiet dot where nothing changed. More red is bad news, less is good. */
export function delta(n: number | null, serious: boolean): TemplateResult {
  if (n === null) return html`<span class="wall-delta num quiet">…</span>`;
  if (n === 0) return html`<span class="wall-delta num quiet">·</span>`;
  const tone = serious ? (n > 0 ? "delta-worse" : "delta-better") : "delta-plain";
  return html`<span class="wall-delta num ${tone}">${n > 0 ? "+" : "−"}${number(Math.abs(n))}</span>`;
}

export interface PointsModel {
  legend: Legend;
  tally: Tally;
  ledger: Ledger;
  scope: string;
}

/** The hero number, its four levels, and what changed today, this month, this quarter. */
export function wallPoints({ legend, tally, ledger, scope }: PointsModel): TemplateResult {
  const total = Object.values(legend.live).reduce((sum, n) => sum + n, 0);
  return html`<section class="wall-block" aria-labelledby="wall-points">
    <header class="wall-head"><h2 id="wall-points">${t("overview.points")}</h2><span class="meta">${scope}</span></header>
    <p class="wall-hero num" data-total=${total}>${number(total)}</p>
    ${levelBar(legend.live)}
    <table class="wall-levels">
      <thead><tr><td></td><td></td>${(["wall.day", "wall.month", "wall.quarter"] as const).map(
        (key) => html`<th scope="col">${t(key)}</th>`,
      )}</tr></thead>
      <tbody>${SHOWN.map(
        (level) => html`<tr data-level=${level}>
          <th scope="row">${shape(level)}${levelName(level)}</th>
          <td class="num wall-count">${number(legend.live[level])}</td>
          ${ledger.deltas(`p${level}`, tally).map((n) => html`<td>${delta(n, level <= 2)}</td>`)}</tr>`,
      )}</tbody>
    </table>
    ${notes(legend)}
  </section>`;
}

function notes(legend: Legend): TemplateResult | typeof nothing {
  const unrated = legend.live[0];
  if (!unrated && !legend.provisional) return nothing;
  return html`<p class="wall-notes meta">
    ${unrated ? html`<span>${shape(0)}${levelName(0)} <b class="num">${number(unrated)}</b></span>` : nothing}
    ${legend.provisional ? html`<span>${shape(1, true)}${t("wall.claims")} <b class="num">${number(legend.provisional)}</b></span>` : nothing}
  </p>`;
}
