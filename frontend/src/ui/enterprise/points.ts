import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import { icon, shape } from "../icons.ts";
import type { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import "./import.ts";
import "./point.ts";
import { newPointFields, pointBody } from "./point-fields.ts";
import { renewed } from "./renewal.ts";
import "./sign.ts";
import { type EnterpriseContext, keeps, may, type OwnPoint, type Rules } from "./types.ts";

/** The unit's risk points, the worst first, and the chosen one beside them. */
@customElement("sg-ent-points")
export class Points extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  /** "new", "import", "sign", or the id of a point */
  @property() what = "";
  private readonly data: Reading<{ points: readonly OwnPoint[]; rules: Rules }> = renewed(
    this,
    async ({ api }) => {
      const [{ points }, rules] = await Promise.all([
        api.get<{ points: OwnPoint[] }>(this.path),
        this.data.value?.rules ?? api.get<Rules>("/enterprise/rules"),
      ]);
      return { points, rules };
    },
  );

  private get path(): string {
    return `/enterprise/${this.context.unit.id}/points`;
  }

  private readonly changed = async (): Promise<void> => {
    await Promise.all([this.data.load(), this.context.reload()]);
  };

  protected override render(): TemplateResult {
    return readingFrame(this.data, ({ points, rules }) => this.shown(points, rules));
  }

  private shown(points: readonly OwnPoint[], rules: Rules): TemplateResult {
    const point = points.find((one) => String(one.id) === this.what);
    const open = point !== undefined || ["new", "import", "sign"].includes(this.what);
    return html`<div class="ent-two ${open ? "has-open" : ""}">
      <section class="card ent-list" aria-labelledby="ent-points"><header class="ent-card-head"><h2 id="ent-points">${t("ent.points")}</h2></header>
        ${this.acts(points)}${this.list(points)}</section>
      <section class="card ent-open" aria-live="polite">${open ? this.back() : nothing}${this.opened(point, points, rules)}</section></div>`;
  }

  private acts(points: readonly OwnPoint[]): TemplateResult | typeof nothing {
    const { unit } = this.context;
    if (!keeps(unit)) return nothing;
    const waiting = points.filter((one) => one.waiting).length;
    return html`<div class="ent-row-acts">
      <button class="btn btn-small" type="button" @click=${() => this.context.go("points", "new")}>${icon("plus", "1rem")}${t("ent.point_new")}</button>
      ${may(unit, "assess_point") ? html`<button class="btn btn-small" type="button" @click=${() => this.context.go("points", "import")}>${icon("file", "1rem")}${t("ent.import")}</button>` : nothing}
      ${may(unit, "sign_assessment") && waiting ? html`<button class="btn btn-small btn-main" type="button" @click=${() => this.context.go("points", "sign")}>${icon("shield", "1rem")}${t("ent.to_sign", { n: waiting })}</button>` : nothing}</div>`;
  }

  private list(points: readonly OwnPoint[]): TemplateResult {
    if (points.length === 0) return html`<p class="meta">${t("ent.points_none")}</p>`;
    return html`<ul class="rows">${points.map(
      (
        one,
      ) => html`<li><button class="row ${String(one.id) === this.what ? "row-newest" : ""}" type="button" @click=${() => this.context.go("points", String(one.id))}>
      ${shape(one.live, one.provisional)}<span class="row-text"><b>${one.name}</b>
        <span class="meta">${[term("point_category", one.category), term("control_level", one.control_level), one.manager].filter(Boolean).join(" · ")}</span></span>
      ${one.waiting ? html`<span class="chip chip-warn">${t("ent.waits_sign")}</span>` : nothing}</button></li>`,
    )}</ul>`;
  }

  private back(): TemplateResult {
    return html`<button class="btn btn-plain ent-back" type="button" @click=${() => this.context.go("points")}>${icon("back", "1.125rem")}${t("act.back")}</button>`;
  }

  private opened(point: OwnPoint | undefined, points: readonly OwnPoint[], rules: Rules): TemplateResult {
    if (point)
      return html`<sg-ent-point .point=${point} .rules=${rules} .others=${points} .context=${this.context} .changed=${this.changed}></sg-ent-point>`;
    if (this.what === "sign")
      return html`<sg-ent-sign .points=${points.filter((one) => one.waiting)} .rules=${rules} .context=${this.context} .changed=${this.changed}></sg-ent-sign>`;
    if (this.what === "import")
      return html`<sg-ent-import .context=${this.context} .changed=${this.changed}></sg-ent-import>`;
    if (this.what === "new") return this.newPoint(points);
    return html`<p class="empty">${icon("pin", "2rem")}<span>${t("ent.point_pick")}</span></p>`;
  }

  private newPoint(points: readonly OwnPoint[]): TemplateResult {
    const { unit, placeServices } = this.context;
    const at = unit.lon !== null && unit.lat !== null ? { place: { lon: unit.lon, lat: unit.lat } } : {};
    return html`<h2>${t("ent.point_new")}</h2><p class="meta">${t("ent.point_new_lead")}</p>
      <sg-form id="point-new" .fields=${newPointFields()} .initial=${{ control_level: 4, ...at }} .services=${placeServices(unit.point_metres, points)}
        draft="point.new.${unit.id}" .send=${this.create}></sg-form>`;
  }

  private readonly create: Send = async (body, key) => {
    const { place, ...said } = body as { place: { lon: number; lat: number } };
    const made = await this.context.api.post<OwnPoint>(
      this.path,
      { ...pointBody(said, []), lon: place.lon, lat: place.lat },
      { key },
    );
    await this.changed();
    this.context.go("points", String(made.id));
  };
}
