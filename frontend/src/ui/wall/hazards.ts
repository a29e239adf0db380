import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import type { Legend, Tally } from "../../state/counts.ts";
import type { Ledger } from "../../state/ledger.ts";
import { number } from "../format.ts";
import { hazardMark } from "../icons.ts";

const STEPS = [
  ["wall.to_verify", ["reported"]],
  ["wall.to_order", ["verified", "ordered"]],
  ["wall.in_hand", ["rectifying"]],
  ["wall.to_accept", ["submitted", "reinspected", "accepted"]],
] as const;

export interface HazardsModel {
  legend: Legend;
  tally: Tally;
  ledger: Ledger;
}

function sum(legend: Legend, states: readonly string[]): number {
  return states.reduce((total, state) => total + (legend.hazards.byState[state] ?? 0), 0);
}

/** Open hazards along their way; what is late stands out. */
export function wallHazards({ legend, tally, ledger }: HazardsModel): TemplateResult {
  const { overdue, major, open } = legend.hazards;
  const listed = (tally.get("listed") ?? 0) + (tally.get("listed_overdue") ?? 0);
  return html`<section class="wall-block" aria-labelledby="wall-hazards">
    <header class="wall-head"><h2 id="wall-hazards">${t("wall.hazards")}</h2>
      <span class="meta">${t("wall.hazards_open", { n: number(open) })}</span></header>
    <ul class="wall-kpis">
      ${STEPS.map(
        ([key, states]) =>
          html`<li><span class="wall-kpi num">${number(sum(legend, states))}</span><span class="meta">${t(key)}</span></li>`,
      )}
      <li class="kpi-done"><span class="wall-kpi num">${ledger.known ? number(ledger.closedToday()) : "…"}</span><span class="meta">${t("wall.closed_today")}</span></li>
    </ul>
    <ul class="wall-flags">
      <li class=${overdue ? "flag-bad" : ""}><b class="num">${number(overdue)}</b>${t("hazard.overdue")}</li>
      <li class=${major ? "flag-major" : ""}>${hazardMark(true)}<b class="num">${number(major)}</b>${t("hazard.major")}</li>
      <li><b class="num">${number(listed)}</b>${t("hazard.listed")}</li>
    </ul>
  </section>`;
}
