import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Inputs } from "../../state/assess.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import { date } from "../format.ts";
import { icon } from "../icons.ts";
import { levelName, levelWord } from "../level.ts";
import { facts } from "../panel/sections.ts";
import "../people/confirm.ts";
import { View } from "../view.ts";
import "./assess.ts";
import { formulaText } from "./assess.ts";
import { knownPointFields, pointBody, pointInitial } from "./point-fields.ts";
import { type EnterpriseContext, keeps, may, type OwnMeasure, type OwnPoint, type Rules } from "./types.ts";

type Mode = "show" | "edit" | "measures" | "assess";

/** One risk point: what it is, its level and how that came about, its measures of the six kinds. */
@customElement("sg-ent-point")
export class Point extends View {
  @property({ attribute: false }) point!: OwnPoint;
  @property({ attribute: false }) rules!: Rules;
  @property({ attribute: false }) context!: EnterpriseContext;
  @property({ attribute: false }) changed: () => Promise<void> = () => Promise.resolve();
  /** the unit's points, to find one's way by when this one is moved */
  @property({ attribute: false }) others: readonly OwnPoint[] = [];
  @state() private mode: Mode = "show";
  /** the version that a person began to change: news of what others did must not pass for having seen it */
  private version = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("point");
    if (before && before.id !== this.point.id) this.mode = "show";
  }

  protected override render(): TemplateResult {
    const { point } = this;
    return html`<header class="ent-point-head"><h2>${point.name}</h2><p>${levelWord(point.live, point.provisional)}</p></header>
      ${this.mode === "show" ? this.show() : this.working()}`;
  }

  private working(): TemplateResult {
    const body =
      this.mode === "assess"
        ? html`<sg-ent-assess .point=${this.point} .rules=${this.rules} .context=${this.context} @assessed=${() => void this.done()}></sg-ent-assess>`
        : this.mode === "measures"
          ? this.measureForm()
          : this.form();
    return html`${body}<button class="btn btn-plain" type="button" @click=${() => {
      this.mode = "show";
    }}>${t("act.cancel")}</button>`;
  }

  private async done(): Promise<void> {
    await this.changed();
    this.mode = "show";
  }

  private open(mode: Mode): () => void {
    return () => {
      this.mode = mode;
      this.version = this.point.version;
    };
  }

  private show(): TemplateResult {
    const { point, context } = this;
    const writes = keeps(context.unit);
    const assesses = may(context.unit, "assess_point");
    return html`${this.waiting()}
      <h3>${t("ent.level")}</h3>
      ${facts([
        [t("ent.inherent"), levelWord(point.inherent)],
        [
          t("ent.formula"),
          point.method && (point.method === "LEC" || point.method === "LS")
            ? html`<span class="num">${formulaText(point.method, lower(point.inputs), product(point))}</span>`
            : term("method", point.method),
        ],
        [
          t("ent.residual"),
          point.residual
            ? html`${levelWord(point.residual)} <span class="meta">${t("ent.until", { day: date(point.residual_until) })}</span>`
            : "",
        ],
      ])}
      ${assesses ? html`<button class="btn ${point.base ? "" : "btn-main"}" type="button" @click=${this.open("assess")}>${icon("ruler", "1.125rem")}${t(point.base ? "ent.assess_again" : "ent.assess")}</button>` : nothing}
      ${!assesses && writes && !point.base ? html`<p class="meta">${t("ent.assess_by_safety")}</p>` : nothing}
      <h3>${t("ent.measures")}</h3>${this.measures()}
      ${writes ? html`<button class="btn" type="button" @click=${this.open("measures")}>${t("ent.measures_edit")}</button>` : nothing}
      <h3>${t("facts.title")}</h3>
      ${facts([
        [
          t("hazard.place"),
          html`<span class="num">${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}</span> <span class="meta">WGS 84</span>`,
        ],
        [t("ent.point_category"), term("point_category", point.category)],
        [t("ent.control_level"), term("control_level", point.control_level)],
        [t("ent.manager"), [point.manager, point.manager_phone_masked].filter(Boolean).join(" ")],
        [t("ent.accident"), point.accident_types.map((code) => term("accident", code)).join("、")],
        [t("ent.consequence"), point.consequence],
        [t("ent.emergency"), point.emergency],
      ])}
      <div class="ent-row-acts"><button class="btn" type="button" @click=${() => context.go("hazards", `at-${point.id}`)}>${icon("camera", "1.125rem")}${t("panel.report")}</button>
      ${
        writes
          ? html`<button class="btn" type="button" @click=${this.open("edit")}>${t("ent.edit")}</button>
        <sg-confirm label=${t("ent.retire")} question=${t("ent.retire_sure")} .act=${this.retire}></sg-confirm>`
          : nothing
      }</div>`;
  }

  private waiting(): TemplateResult | typeof nothing {
    const { waiting } = this.point;
    if (!waiting) return nothing;
    return html`<p class="notice notice-warn">${icon("clock", "1.125rem")}<span>${t("ent.waiting_sign", { level: levelName(waiting.residual), name: waiting.by.name })}
      ${may(this.context.unit, "sign_assessment") ? html`<button class="btn btn-small" type="button" @click=${() => this.context.go("points", "sign")}>${t("ent.sign_go")}</button>` : nothing}</span></p>`;
  }

  private measures(): TemplateResult {
    const { measures } = this.point;
    if (measures.length === 0) return html`<p class="meta">${t("ent.no_measures")}</p>`;
    return html`<dl class="facts ent-measures">${codes("measure_kind").map((kind) => {
      const own = measures.filter((one) => one.kind === kind);
      return own.length
        ? html`<div><dt>${term("measure_kind", kind)}</dt><dd>${own.map((one) => html`<p>${one.text}${one.check_items.length ? html`<br /><span class="meta">${one.check_items.join("；")}</span>` : nothing}</p>`)}</dd></div>`
        : nothing;
    })}</dl>`;
  }

  private form(): TemplateResult {
    const { point, context } = this;
    const others = this.others.filter(({ id }) => id !== point.id);
    return html`<sg-form id="point" .fields=${knownPointFields(point)} .initial=${pointInitial(point)} draft="point.${point.id}"
      .services=${context.placeServices(context.unit.point_metres, others)} .recheck=${this.recheck} .send=${this.save}></sg-form>`;
  }

  private readonly recheck = async (): Promise<void> => {
    await this.changed();
    this.version = this.point.version;
  };

  private readonly save: Send = (body, key) => this.describe(body, this.point.measures, key);

  /** One field to a kind of measure, a line to a measure: quick to write on a phone. */
  private measureForm(): TemplateResult {
    const { point } = this;
    const fields = codes("measure_kind").map((kind) => ({
      name: kind,
      label: term("measure_kind", kind),
      control: "longtext" as const,
      required: false,
      hint: t("ent.measure_lines"),
    }));
    const initial = Object.fromEntries(
      codes("measure_kind").map((kind) => [
        kind,
        point.measures
          .filter((one) => one.kind === kind)
          .map((one) => one.text)
          .join("\n"),
      ]),
    );
    return html`<p class="meta">${t("ent.measures_lead")}</p><sg-form id="measures" .fields=${fields} .initial=${initial} draft="measures.${point.id}"
      .recheck=${this.recheck} .send=${this.saveMeasures}></sg-form>`;
  }

  private readonly saveMeasures: Send = (body, key) => {
    const { point } = this;
    const wanted = codes("measure_kind").flatMap((kind) =>
      String(body[kind] ?? "")
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean)
        .map((text): Omit<OwnMeasure, "id"> & { id?: number } => {
          const known = point.measures.find((one) => one.kind === kind && one.text === text);
          return known ?? { kind, text, check_items: [] };
        }),
    );
    return this.describe(pointInitial(point), wanted, key);
  };

  private async describe(
    said: object,
    measures: readonly Omit<OwnMeasure, "id">[],
    key: string,
  ): Promise<void> {
    const { point } = this;
    const { place, ...rest } = said as { place?: { lon: number; lat: number } };
    const body = pointBody(rest, measures, point.accident_types.slice(1));
    const moved = place && (place.lon !== point.lon || place.lat !== point.lat);
    await this.context.api.post(
      `/enterprise/points/${point.id}`,
      { ...body, ...(moved ? { lon: place.lon, lat: place.lat } : {}), version: this.version },
      { key },
    );
    await this.done();
  }

  private readonly retire = async (): Promise<void> => {
    await this.context.api.post(`/enterprise/points/${this.point.id}/retire`, {
      version: this.point.version,
    });
    await this.changed();
    this.context.go("points");
  };
}

function lower(inputs: Record<string, unknown>): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]),
  ) as Inputs;
}

function product(point: OwnPoint): number {
  const values = Object.values(point.inputs).filter((one): one is number => typeof one === "number");
  return Math.round(values.reduce((all, one) => all * one, 1) * 1e6) / 1e6;
}
