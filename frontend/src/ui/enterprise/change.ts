import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import { View } from "../view.ts";
import type { Change, EnterpriseContext } from "./types.ts";

/** A correction that the safety officer proposed, for the head to agree to. */
@customElement("sg-ent-change")
export class DossierChange extends View {
  @property({ attribute: false }) change!: Change;
  @property({ attribute: false }) context!: EnterpriseContext;
  @state() private refusing = false;

  protected override render(): TemplateResult {
    const { before, after, by } = this.change;
    return html`<div class="ent-change"><p><b>${t("ent.change_waits", { name: by.name })}</b></p>
      <dl class="facts">${Object.entries(after).map(
        ([name, value]) => html`<div><dt>${term("dossier_item", name)}</dt>
          <dd><del>${String(before[name] ?? "") || "—"}</del> <ins>${String(value)}</ins></dd></div>`,
      )}</dl>
      ${this.refusing ? this.no() : this.acts()}</div>`;
  }

  private acts(): TemplateResult {
    return html`<sg-form id="agree-${this.change.id}" .fields=${[]} label=${t("ent.agree")} .send=${this.agree}></sg-form>
      <button class="btn btn-wide" type="button" @click=${() => {
        this.refusing = true;
      }}>${t("ent.disagree")}</button>`;
  }

  private no(): TemplateResult {
    const fields = [{ name: "words", label: t("ent.why_not"), control: "longtext", required: true }] as const;
    return html`<sg-form id="refuse-${this.change.id}" .fields=${fields} label=${t("ent.disagree")} danger .send=${this.refuse}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.refusing = false;
      }}>${t("act.cancel")}</button>`;
  }

  private readonly agree: Send = (_, key) => this.send({ yes: true }, key);
  private readonly refuse: Send = (body, key) => this.send({ ...body, yes: false }, key);

  private async send(body: object, key: string): Promise<void> {
    await this.context.api.post(`/enterprise/changes/${this.change.id}/decide`, body, { key });
    await this.context.reload();
  }
}
