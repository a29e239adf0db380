import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import { hazardMark, icon } from "../ui/icons.ts";
import type { Published, PublishedHazard } from "./wire.ts";

/** What everybody may see, as the rule pack says. */
export function publishedList(
  published: Published,
  chosen: string,
  choose: (hazard: PublishedHazard) => void,
): TemplateResult {
  const { hazards, realtime } = published;
  return html`<h2 class="report-list-title">${t(realtime ? "public.published_all" : "public.published_listed")} <b class="num">${hazards.length}</b></h2>
    ${
      hazards.length === 0
        ? html`<p class="empty">${t("public.published_none")}</p>`
        : html`<ul class="report-list">${hazards.map(
            (
              one,
            ) => html`<li><button class="report-row" type="button" data-number=${one.number} aria-pressed=${one.number === chosen} @click=${() => choose(one)}>
        ${hazardMark(one.major, one.stage === "done")}<span class="report-row-text"><b>${heading(one)}</b>
        ${one.text ? html`<span>${one.text}</span>` : nothing}
        <span class="meta">${facts(one).join(" · ")}</span></span></button></li>`,
          )}</ul>`
    }
    ${listedUnits(published.units)}`;
}

/** Units that are listed, or were until lately. */
function listedUnits(units: Published["units"]): TemplateResult | typeof nothing {
  if (units.length === 0) return nothing;
  return html`<h2 class="report-list-title">${t("public.published_units")} <b class="num">${units.length}</b></h2>
    <ul class="report-list">${units.map(
      (
        one,
      ) => html`<li class="report-row" data-listing=${one.id}>${icon(one.stage === "delisted" ? "check" : "warn", "1.25rem")}
        <span class="report-row-text"><b>${one.unit}</b><span>${one.text}</span>
        <span class="meta">${unitFacts(one).join(" · ")}</span></span></li>`,
    )}</ul>`;
}

function unitFacts(one: Published["units"][number]): string[] {
  const level = t("public.level", { level: t(`public.level_${one.level as 1 | 2 | 3}`) });
  const stage = one.stage === "delisted" ? t("public.delisted") : term("listing_reason", one.reason);
  const due = one.deadline ? t("public.deadline", { day: one.deadline }) : "";
  return [level, stage, one.place, due, one.overdue ? t("public.overdue") : ""].filter(Boolean);
}

export function heading({ title, unit, category }: PublishedHazard): string {
  return [unit, title || term("hazard_category", category)].filter(Boolean).join(" · ");
}

function facts(one: PublishedHazard): string[] {
  const level = one.level ? t("public.level", { level: t(`public.level_${one.level as 1 | 2 | 3}`) }) : "";
  const due = one.deadline ? t("public.deadline", { day: one.deadline }) : "";
  const late = one.overdue ? t("public.overdue") : "";
  return [level, term("public_stage", one.stage), one.place, due, late].filter(Boolean);
}
