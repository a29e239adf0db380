import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { type Inputs, type Method, rate } from "../../state/assess.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import { date } from "../format.ts";
import { levelWord } from "../level.ts";
import { View } from "../view.ts";
import { formulaText } from "./assess.ts";
import type { Assessment, EnterpriseContext, OwnPoint, Rules } from "./types.ts";

/** Assessments that wait for the head: signed one by one or together, or sent back with a reason. */
@customElement("sg-ent-sign")
export class Sign extends View {
  @property({ attribute: false }) points: readonly OwnPoint[] = [];
  @property({ attribute: false }) rules!: Rules;
  @property({ attribute: false }) context!: EnterpriseContext;
  @property({ attribute: false }) changed: () => Promise<void> = () => Promise.resolve();
  @state() private back: number | null = null;

  protected override render(): TemplateResult {
    const ids = this.points.flatMap((point) => (point.waiting ? [point.waiting.id] : []));
    return html`<h2>${t("ent.sign_title")}</h2><p class="meta">${t("ent.sign_lead")}</p>
      ${this.points.length === 0 ? html`<p>${t("ent.waiting_none")}</p>` : nothing}
      <ul class="ent-records">${this.points.map((point) => (point.waiting ? this.row(point, point.waiting) : nothing))}</ul>
      ${ids.length > 1 ? html`<sg-form id="sign-all" .fields=${[]} label=${t("ent.sign_all", { n: ids.length })} .send=${this.sender(ids, true)}></sg-form>` : nothing}`;
  }

  private row(point: OwnPoint, waiting: Assessment): TemplateResult {
    const said = (inputs: Inputs): TemplateResult =>
      html`<span class="num">${formulaText(waiting.method, inputs, rate(waiting.method as Method, inputs, this.rules)?.value ?? null)}</span>`;
    return html`<li class="ent-record"><div class="ent-record-head"><b>${point.name}</b></div>
      <dl class="facts"><div><dt>${t("ent.inherent")}</dt><dd>${levelWord(waiting.inherent)}<br />${said(waiting.inputs)}</dd></div>
        ${waiting.after ? html`<div><dt>${t("ent.after_measures")}</dt><dd>${said(waiting.after)}<br /><span class="meta">${t("ent.verified_n", { n: waiting.verified.length })}</span></dd></div>` : nothing}
        <div><dt>${t("ent.residual")}</dt><dd><span class="meta">${t("ent.now")}</span> ${levelWord(point.base)} → <span class="meta">${t("ent.once_signed")}</span> ${levelWord(waiting.residual)}</dd></div>
        ${waiting.reason ? html`<div><dt>${t("ent.assess_reason")}</dt><dd>${waiting.reason}</dd></div>` : nothing}</dl>
      <p class="meta">${waiting.by.name} · ${date(waiting.at)}</p>
      ${this.back === waiting.id ? this.sendBack(waiting) : this.acts(waiting)}</li>`;
  }

  private acts(waiting: Assessment): TemplateResult {
    return html`<sg-form id="sign-${waiting.id}" .fields=${[]} label=${t("ent.sign")} .send=${this.sender([waiting.id], true)}></sg-form>
      <button class="btn" type="button" @click=${() => {
        this.back = waiting.id;
      }}>${t("ent.send_back")}</button>`;
  }

  private sendBack(waiting: Assessment): TemplateResult {
    const fields = [{ name: "words", label: t("ent.why_not"), control: "longtext", required: true }] as const;
    return html`<sg-form id="back-${waiting.id}" .fields=${fields} label=${t("ent.send_back")} danger .send=${this.sender([waiting.id], false)}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.back = null;
      }}>${t("act.cancel")}</button>`;
  }

  private sender(ids: readonly number[], yes: boolean): Send {
    return async (body, key) => {
      const path = `/enterprise/${this.context.unit.id}/assessments/decide`;
      await this.context.api.post(path, { ...body, ids, yes }, { key });
      this.back = null;
      await this.changed();
    };
  }
}
