import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import type { Api } from "../../net/api.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { View } from "../view.ts";

type Identity = components["schemas"]["IdentityOut"];

/** The keeper's look at who sent a report: with a reason, on this screen alone, gone when it is closed. */
@customElement("sg-identity")
export class IdentityPart extends View {
  @property({ attribute: false }) api!: Api;
  @property({ type: Number }) report = 0;
  @state() private seen: Identity | null = null;

  protected override render(): TemplateResult {
    const reason: FormField = {
      name: "reason",
      label: t("triage.identity_reason"),
      control: "text",
      required: true,
      least: 4,
    };
    if (!this.seen) {
      return html`<sg-form id="identity-${this.report}" .fields=${[reason]} .send=${this.send} label=${t("triage.identity")}></sg-form>`;
    }
    const { name, phone } = this.seen;
    return html`<div role="status"><dl class="inbox-changes">
      ${name || phone ? nothing : html`<div><dd>${t("triage.identity_nothing")}</dd></div>`}
      ${name ? html`<div><dt>${t("public.name")}</dt><dd>${name}</dd></div>` : nothing}
      ${phone ? html`<div><dt>${t("public.phone")}</dt><dd class="num">${phone}</dd></div>` : nothing}</dl></div>`;
  }

  private readonly send: Send = async (body, key) => {
    this.seen = await this.api.post<Identity>(`/public-reports/${this.report}/identity`, body, { key });
  };
}
