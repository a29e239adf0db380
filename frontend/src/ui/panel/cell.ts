import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { CellDetail, HazardBrief } from "../details.ts";
import { number } from "../format.ts";
import { levelWord } from "../level.ts";
import { levelBar, levelRows } from "../overview.ts";
import type { PanelContext } from "./context.ts";
import { contactsOf, revealOf } from "./responsible.ts";
import { goTo, hazardList, section } from "./sections.ts";
import "../surveys.ts";
import "./who.ts";

const UNOWNED = 0;

/** Name, where it belongs, index and colour; the latter two live, from the counts on this screen. */
export function cellHead(cell: CellDetail, context: PanelContext): TemplateResult {
  const now = context.store.cell(cell.id);
  const index = now ? now.index : cell.index;
  return html`<div class="panel-head">
    <nav class="crumbs" aria-label=${t("facts.level")}>${cell.path
      .filter((above) => above.id !== cell.id)
      .map((above) => goTo({ entity: "cell", id: above.id }, above.name, (s) => context.select(s)))}</nav>
    <h2>${cell.name}</h2>
    <p class="panel-tags">${levelWord(now?.level ?? cell.colour)}
      <span class="chip">${term("cell_level", cell.level)}</span>
      <span class="chip num">${cell.code}</span>
      ${cell.note ? html`<span class="chip chip-note" title=${t("app.note_long")}>${t("app.note")}</span>` : nothing}</p>
    ${
      index === null
        ? nothing
        : html`<p class="index"><span class="num">${index}</span><span class="meta">${t("facts.index")} / 100</span></p>`
    }
  </div>`;
}

export function cellParts(cell: CellDetail, context: PanelContext): TemplateResult {
  const legend = context.store.legendOf(cell.id);
  const total = Object.values(legend.live).reduce((a, b) => a + b, 0);
  return html`
    ${section(
      "who",
      t("who.title"),
      html`${vacancies(cell)}
      <sg-who .contacts=${contactsOf(cell.people)} .reveal=${revealOf(context)}
        empty=${cell.id === UNOWNED ? t("who.unowned") : ""}></sg-who>`,
    )}
    ${
      cell.id === UNOWNED
        ? nothing
        : section(
            "surveys",
            t("survey.title"),
            html`<sg-surveys .cell=${cell.id} .context=${context} .overdue=${legend.surveysOverdue}></sg-surveys>`,
          )
    }
    ${section(
      "points",
      t("facts.points"),
      html`${levelBar(legend.live)}${levelRows(legend.live)}`,
      html`<span class="num">${number(total)}</span>`,
    )}
    ${section(
      "hazards",
      t("hazards.title"),
      hazardList(openHazards(cell, context), (s) => context.select(s)),
      html`<span class="num">${number(legend.hazards.open)}</span>`,
    )}`;
}

function vacancies(cell: CellDetail): TemplateResult | typeof nothing {
  const { leaders, officers } = cell.vacancies ?? { leaders: 0, officers: 0 };
  if (!leaders && !officers) return nothing;
  return html`<p class="vacancies">
    ${leaders ? html`<span class="chip chip-warn">${t("who.vacant_leader", { n: leaders })}</span>` : nothing}
    ${officers ? html`<span class="chip chip-warn">${t("who.vacant_officer", { n: officers })}</span>` : nothing}</p>`;
}

const SHOWN = 20;

/** Open hazards under the cell, from what this screen holds: major and late first. */
function openHazards(cell: CellDetail, context: PanelContext): HazardBrief[] {
  const communities = new Set(cell.id === UNOWNED ? [UNOWNED] : context.store.tree.communities(cell.id));
  return [...context.store.all("hazard")]
    .filter((hazard) => communities.has(hazard.cell))
    .sort(
      (a, b) => Number(b.major) - Number(a.major) || b.overdue - a.overdue || b.since.localeCompare(a.since),
    )
    .slice(0, SHOWN);
}
