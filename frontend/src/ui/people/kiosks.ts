import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { dateTime } from "../format.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import "./confirm.ts";
import "./once.ts";
import type { Kiosk, NewLink, PeopleContext } from "./types.ts";

function fields(): FormField[] {
  return [
    { name: "name", label: t("people.kiosk_name"), control: "text", required: true },
    { name: "cell", label: t("people.kiosk_cell"), control: "cell", required: false },
  ];
}

/** Links for walls: made, shown once, revoked. */
@customElement("sg-kiosks")
export class Kiosks extends View {
  @property({ attribute: false }) context!: PeopleContext;
  private readonly data = new Reading(this, () => this.context.api.get<{ kiosks: Kiosk[] }>("/kiosks"));
  @state() private link = "";

  protected override render(): TemplateResult {
    return html`<div class="two">
      <section class="card"><p class="meta">${t("people.kiosk_lead")}</p>
        <sg-form id="kiosk" .fields=${fields()} .services=${this.context.services} .send=${this.create} label=${t("people.kiosk_create")}></sg-form></section>
      <section class="card card-main">
        ${
          this.link
            ? html`<sg-once words=${t("people.kiosk_once")} secret=${this.link} @noted=${() => {
                this.link = "";
              }}></sg-once>`
            : nothing
        }
        ${readingFrame(this.data, ({ kiosks }) =>
          kiosks.length
            ? html`<ul class="rows">${kiosks.map((kiosk) => this.row(kiosk))}</ul>`
            : html`<p class="empty">${t("people.kiosk_none")}</p>`,
        )}
      </section></div>`;
  }

  private row(kiosk: Kiosk): TemplateResult {
    return html`<li class="vacant-row"><span class="row-text"><b>${kiosk.name}</b>
        <span class="meta">${kiosk.cell?.name ?? ""} <span class="num">${dateTime(kiosk.created_at)}</span></span></span>
      ${
        kiosk.revoked_at
          ? html`<span class="chip">${t("people.kiosk_revoked")}</span>`
          : html`<sg-confirm label=${t("people.kiosk_revoke")} question=${t("people.kiosk_sure", { name: kiosk.name })} .act=${async () => {
              await this.context.api.post(`/kiosks/${kiosk.id}/revoke`);
              await this.data.load();
            }}></sg-confirm>`
      }</li>`;
  }

  private readonly create: Send = async (body, key) => {
    const made = await this.context.api.post<NewLink>("/kiosks", body, { key });
    this.link = made.link ?? "";
    await this.data.load();
  };
}
