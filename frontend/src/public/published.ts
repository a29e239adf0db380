import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import { hazardMark, icon } from "../ui/icons.ts";
import { common } from "./common.ts";
import type { Published, PublishedHazard } from "./wire.ts";

/** What everybody may see, as the rule pack says. */
export function publishedList(
  published: Published,
  chosen: string,
  choose: (hazard: PublishedHazard) => void,
): TemplateResult {
  const { hazards, realtime } = published;
  const lead = common(hazards);
  return html`<h2 class="report-list-title">${t(realtime ? "public.published_all" : "public.published_listed")} <b class="num">${hazards.length}</b></h2>
    ${lead ? html`<p class="meta report-lead">${lead}</p>` : nothing}
    ${
      hazards.length === 0
        ? html`<p class="empty">${t("public.published_none")}</p>`
        : html`<ul class="report-list">${hazards.map(
            (
              one,
              i,
            ) => html`<li><button class="report-row" type="button" data-number=${one.number} aria-pressed=${one.number === chosen} @click=${() => choose(one)}>
        <span class="num report-n">${i + 1}</span>${hazardMark(one.major, one.stage === "done")}<span class="report-row-text"><b>${heading(one)}</b>
        ${one.text && one.text !== lead ? html`<span>${one.text}</span>` : nothing}
        ${factsLine(facts(one), one.overdue)}</span></button></li>`,
          )}</ul>`
    }
    ${listedUnits(published.units)}`;
}

/** Units that are listed, or were until lately. */
function listedUnits(units: Published["units"]): TemplateResult | typeof nothing {
  if (units.length === 0) return nothing;
  const lead = common(units);
  return html`<h2 class="report-list-title">${t("public.published_units")} <b class="num">${units.length}</b></h2>
    ${lead ? html`<p class="meta report-lead">${lead}</p>` : nothing}
    <ul class="report-list">${units.map(
      (
        one,
      ) => html`<li class="report-row" data-listing=${one.id}>${icon(one.stage === "delisted" ? "check" : "warn", "1.25rem")}
        <span class="report-row-text"><b>${one.unit}</b>${one.text === lead ? nothing : html`<span>${one.text}</span>`}
        ${factsLine(unitFacts(one), one.overdue)}</span></li>`,
    )}</ul>`;
}

function factsLine(facts: readonly string[], overdue: boolean): TemplateResult {
  return html`<span class="meta">${facts.join(" · ")} ${overdue ? html`<span class="chip chip-warn">${t("public.overdue")}</span>` : nothing}</span>`;
}

function unitFacts(one: Published["units"][number]): string[] {
  const level = t("public.level", { level: t(`public.level_${one.level as 1 | 2 | 3}`) });
  const stage = one.stage === "delisted" ? t("public.delisted") : term("listing_reason", one.reason);
  const due = one.deadline ? t("public.deadline", { day: one.deadline }) : "";
  return [level, stage, one.place, due].filter(Boolean);
}

export function heading({ title, unit, category }: PublishedHazard): string {
  return [unit, title || term("hazard_category", category)].filter(Boolean).join(" · ");
}

function facts(one: PublishedHazard): string[] {
  const level = one.level ? t("public.level", { level: t(`public.level_${one.level as 1 | 2 | 3}`) }) : "";
  const due = one.deadline ? t("public.deadline", { day: one.deadline }) : "";
  return [level, term("public_stage", one.stage), one.place, due].filter(Boolean);
}
