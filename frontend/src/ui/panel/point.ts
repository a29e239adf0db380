import { html, nothing, type TemplateResult } from "lit";
import { join, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Measure, PointDetail } from "../details.ts";
import { date } from "../format.ts";
import { levelWord } from "../level.ts";
import type { PanelContext } from "./context.ts";
import { contactsOf, revealOf } from "./responsible.ts";
import { type Fact, facts, goTo, hazardList, section } from "./sections.ts";
import { longestSilence, sensorsPart } from "./sensors.ts";
import { reportButtons } from "./unit.ts";
import type { Contact } from "./who.ts";
import "./who.ts";

export function pointHead(
  point: PointDetail,
  context: PanelContext,
  report: (mode: "report" | "self") => void,
): TemplateResult {
  const select = context.select.bind(context);
  return html`<div class="panel-head">
    <nav class="crumbs" aria-label=${t("facts.cell")}>
      ${point.cell ? goTo({ entity: "cell", id: point.cell.id }, point.cell.name, select) : nothing}
      ${point.unit ? goTo({ entity: "unit", id: point.unit.id }, point.unit.name, select) : nothing}</nav>
    <h2>${point.name}</h2>
    <p class="panel-tags">${levelWord(point.live, point.provisional)}
      ${point.category === "other" ? nothing : html`<span class="chip">${term("point_category", point.category)}</span>`}
      ${point.control_level ? html`<span class="chip">${t("facts.control_level")} · ${term("control_level", point.control_level)}</span>` : nothing}
      ${longestSilence(point.sensors)}</p>
    ${point.cell ? nothing : html`<p class="notice notice-warn">${t("who.unowned")}</p>`}
    ${reportButtons(point.can, report)}
  </div>`;
}

function contacts(point: PointDetail): Contact[] {
  const official = contactsOf(point.responsible);
  if (!point.manager) return official;
  const manager: Contact = {
    key: `point:${point.id}`,
    name: point.manager,
    role: "",
    place: t("facts.manager"),
    phoneMasked: point.manager_phone_masked ?? "",
    reveal: `/points/${point.id}/phone`,
  };
  return [manager, ...official];
}

function about(point: PointDetail): Fact[] {
  const residual = point.residual
    ? html`${levelWord(point.residual)} <span class="meta num">${date(point.residual_until)}</span>`
    : "";
  return [
    [t("facts.responsible_body"), point.unit ? "" : point.responsible_body],
    [t("facts.method"), point.method && term("method", point.method)],
    [t("facts.inherent"), levelWord(point.inherent)],
    [t("facts.residual"), residual],
    [t("facts.base"), levelWord(point.base)],
    [t("facts.accidents"), join(point.accident_types.map((type) => term("accident", type)))],
    [t("facts.consequence"), point.consequence],
    [t("facts.emergency"), point.emergency],
  ];
}

function measure(one: Measure): TemplateResult {
  const items = one.check_items ?? [];
  return html`<li class="measure"><p><span class="chip">${term("measure_kind", one.kind)}</span> ${one.text}</p>
    ${
      items.length
        ? html`<ul class="checks meta" aria-label=${t("measures.items")}>${items.map((item) => html`<li>${item}</li>`)}</ul>`
        : nothing
    }</li>`;
}

export function pointParts(point: PointDetail, context: PanelContext): TemplateResult {
  return html`
    ${section(
      "hazards",
      t("hazards.title"),
      hazardList(point.hazards, (s) => context.select(s)),
    )}
    ${sensorsPart(point.sensors)}
    ${section("who", t("who.title"), html`<sg-who .contacts=${contacts(point)} .reveal=${revealOf(context)}></sg-who>`)}
    ${section(
      "measures",
      t("measures.title"),
      point.measures.length
        ? html`<ul class="measures">${point.measures.map(measure)}</ul>`
        : html`<p class="meta">${t("measures.none")}</p>`,
    )}
    ${section("facts", t("facts.title"), facts(about(point)))}`;
}
