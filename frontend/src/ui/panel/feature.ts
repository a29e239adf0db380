import { html, nothing, type TemplateResult } from "lit";
import { join, say, t } from "../../i18n/index.ts";
import type { FeatureDetail } from "../details.ts";
import { layerPin } from "../extra.ts";
import { number } from "../format.ts";
import type { PanelContext } from "./context.ts";
import { revealOf } from "./responsible.ts";
import { type Fact, facts, goTo, section } from "./sections.ts";
import "./who.ts";

/** A feature of a further layer: what it is, where it lies, what it tells of itself, whom to call. */
export function featureParts(feature: FeatureDetail, context: PanelContext): TemplateResult {
  const [phone] = feature.values.filter((value) => value.key === "phone");
  return html`<div class="panel-head">
      <nav class="crumbs" aria-label=${t("facts.cell")}>${feature.path
        .slice(-2)
        .map((cell) => goTo({ entity: "cell", id: cell.id }, cell.name, (s) => context.select(s)))}</nav>
      <h2>${feature.name || say(feature.layer_name)}</h2>
      <p class="panel-tags"><span class="chip chip-layer">${layerPin(feature.icon, feature.colour)}${say(feature.layer_name)}</span>
        ${feature.kind ? html`<span class="chip">${say(feature.kind)}</span>` : nothing}</p>
      ${feature.path.length ? nothing : html`<p class="notice notice-warn">${t("extra.unowned")}</p>`}
    </div>
    ${section("facts", t("facts.title"), facts(about(feature)))}
    ${phone ? section("who", t("extra.call"), caller(feature, phone, context)) : nothing}
    ${feature.touched.length ? section("touched", t("extra.touched", { n: feature.touched.length }), touched(feature, context)) : nothing}`;
}

function about(feature: FeatureDetail): Fact[] {
  const told: Fact[] = feature.values
    .filter((value) => value.key !== "phone")
    .map((value) => [say(value.label), say(value.value)]);
  return [
    ...told,
    [
      t("extra.length"),
      feature.metres === null ? "" : t("extra.km", { n: (feature.metres / 1000).toFixed(1) }),
    ],
    [t("extra.area"), feature.hectares === null ? "" : t("extra.hectares", { n: number(feature.hectares) })],
    [t("extra.place"), html`<span class="num">${feature.lon.toFixed(5)}, ${feature.lat.toFixed(5)}</span>`],
    [t("extra.origin"), feature.origin],
  ];
}

function caller(
  feature: FeatureDetail,
  phone: FeatureDetail["values"][number],
  context: PanelContext,
): TemplateResult {
  const contact = {
    key: `feature:${feature.id}`,
    name: feature.name,
    role: "",
    place: say(phone.label),
    phoneMasked: say(phone.value),
    reveal: phone.reveal,
  };
  return html`<sg-who .contacts=${[contact]} .reveal=${revealOf(context)}></sg-who>`;
}

const FIRST = 12;

function touched(feature: FeatureDetail, context: PanelContext): TemplateResult {
  const shown = feature.touched.slice(0, FIRST);
  const more = feature.touched.length - shown.length;
  return html`<p class="crumbs">${shown.map((cell) => goTo({ entity: "cell", id: cell.id }, cell.name, (s) => context.select(s)))}</p>
    ${
      more > 0
        ? html`<details class="fold"><summary>${t("who.all", { n: feature.touched.length })}</summary>
      <p class="meta">${join(feature.touched.slice(FIRST).map((cell) => cell.name))}</p></details>`
        : nothing
    }`;
}
