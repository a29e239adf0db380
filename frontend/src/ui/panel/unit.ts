import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { UnitDetail } from "../details.ts";
import { icon, shape } from "../icons.ts";
import { levelName, levelWord } from "../level.ts";
import type { PanelContext } from "./context.ts";
import "./inspections.ts";
import { contactsOf, revealOf } from "./responsible.ts";
import { type Fact, facts, fold, goTo, hazardList, section } from "./sections.ts";
import { listingChip } from "./unit-listing.ts";
import type { Contact } from "./who.ts";
import "./who.ts";

export function unitHead(
  unit: UnitDetail,
  context: PanelContext,
  report: (mode: "report" | "self") => void,
): TemplateResult {
  return html`<div class="panel-head">
    ${
      unit.cell
        ? html`<nav class="crumbs" aria-label=${t("facts.cell")}>${goTo({ entity: "cell", id: unit.cell.id }, unit.cell.name, (s) => context.select(s))}</nav>`
        : nothing
    }
    <h2>${unit.name}</h2>
    <p class="panel-tags">${levelWord(unit.live)}
      <span class="chip">${term("unit_type", unit.unit_type)}</span>
      ${listingChip(unit)}
      ${unit.stopped ? html`<span class="chip chip-bad">${t("facts.stopped")}</span>` : nothing}
      ${unit.blacklisted ? html`<span class="chip chip-bad">${t("facts.blacklisted")}</span>` : nothing}</p>
    ${reportButtons(unit.can, report)}
  </div>`;
}

/** Report from here; enterprises may also record and close what they found themselves. */
export function reportButtons(
  can: readonly string[],
  report: (mode: "report" | "self") => void,
): TemplateResult | typeof nothing {
  const reports = can.includes("report_hazard");
  const records = can.includes("self_hazard");
  if (!reports && !records) return nothing;
  return html`<div class="panel-acts">
    ${reports ? html`<button class="btn btn-main" type="button" @click=${() => report("report")}>${icon("camera", "1.125rem")}${t("panel.report")}</button>` : nothing}
    ${records ? html`<button class="btn" type="button" @click=${() => report("self")}>${icon("check", "1.125rem")}${t("panel.self_record")}</button>` : nothing}
  </div>`;
}

function contacts(unit: UnitDetail): Contact[] {
  const official = contactsOf(unit.responsible);
  // The head is in the list already if the head has an account here.
  if (!unit.principal || official.some((one) => one.role === "ENT_H" && one.name === unit.principal))
    return official;
  const head: Contact = {
    key: `unit:${unit.id}`,
    name: unit.principal,
    role: "",
    place: t("facts.principal"),
    phoneMasked: unit.principal_phone_masked ?? "",
    reveal: `/units/${unit.id}/phone`,
  };
  return [head, ...official];
}

function main(unit: UnitDetail): Fact[] {
  return [
    [t("facts.uscc"), unit.uscc ? html`<span class="num">${unit.uscc}</span>` : t("facts.no_uscc")],
    [t("facts.industry"), `${term("industry", unit.industry)} ${unit.industry4}`],
    [t("facts.supervision"), levelWord(unit.supervision)],
    [t("facts.danger_class"), unit.danger_class && term("danger_class", unit.danger_class)],
    [t("facts.annual_grade"), unit.annual_grade ? term("annual_grade", unit.annual_grade) : ""],
    [t("facts.standard_grade"), unit.standard_grade ? term("standard_grade", unit.standard_grade) : ""],
    [t("facts.address"), unit.address],
  ];
}

function rest(unit: UnitDetail): Fact[] {
  return [
    [t("facts.affiliation"), term("affiliation", unit.affiliation)],
    [t("facts.registration"), unit.registration_type],
    [t("facts.scale"), unit.scale],
    [t("facts.scope"), unit.business_scope],
    [t("facts.safety_org"), unit.safety_org],
    [t("facts.safety_staff"), unit.safety_staff],
    [t("facts.workers"), unit.workers],
    [t("facts.special_workers"), unit.special_workers],
    [t("facts.special_equipment"), unit.special_equipment],
    [t("facts.major_hazard"), unit.major_hazard ? term("major_hazard", unit.major_hazard) : t("facts.no")],
  ];
}

export function unitParts(
  unit: UnitDetail,
  context: PanelContext,
  reload: () => Promise<void>,
): TemplateResult {
  const points = unit.points ?? [];
  return html`
    ${section(
      "hazards",
      t("hazards.title"),
      hazardList(unit.hazards, (s) => context.select(s)),
    )}
    <sg-unit-listing .unit=${unit} .context=${context} .reload=${reload}></sg-unit-listing>
    ${section("who", t("who.title"), html`<sg-who .contacts=${contacts(unit)} .reveal=${revealOf(context)}></sg-who>`)}
    ${
      context.me.kind === "person"
        ? html`<sg-inspections .unit=${unit.id} .version=${unit} .context=${context}></sg-inspections>`
        : nothing
    }
    ${section("facts", t("facts.title"), html`${facts(main(unit))}${fold(t("facts.more"), facts(rest(unit)))}`)}
    ${
      points.length
        ? section(
            "points",
            t("facts.points"),
            html`<ul class="rows">${points.map(
              (
                point,
              ) => html`<li><button class="row" type="button" @click=${() => context.select({ entity: "point", id: point.id })}>
            ${shape(point.live, point.provisional ?? false)}<span class="row-text"><b>${point.name}</b><span class="meta">${levelName(point.live)}</span></span></button></li>`,
            )}</ul>`,
            html`<span class="num">${points.length}</span>`,
          )
        : nothing
    }
    ${
      unit.sites.length > 1
        ? section(
            "sites",
            t("facts.sites"),
            html`<ul class="rows">${unit.sites.map(
              (
                site,
              ) => html`<li><button class="row" type="button" @click=${() => context.flyTo(site.lon, site.lat)}>
            ${icon("pin", "1.125rem")}<span class="row-text"><b>${site.name || site.address}</b><span class="meta">${site.name ? site.address : ""}</span></span></button></li>`,
            )}</ul>`,
          )
        : nothing
    }`;
}
