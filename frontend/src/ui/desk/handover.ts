import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { dateTime } from "../format.ts";
import { icon } from "../icons.ts";
import { section } from "../panel/sections.ts";
import "../people/confirm.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import type { HandoverEntry } from "./types.ts";

function fields(): FormField[] {
  return [
    { name: "cell", label: t("handover.cell"), control: "cell", required: true },
    { name: "to", label: t("handover.to"), control: "person", required: true },
    { name: "summary", label: t("handover.summary"), control: "longtext", required: true },
    { name: "open_items", label: t("handover.open_items"), control: "longtext", required: false },
  ];
}

/** Shift handover (交接班): written and signed by the giver, checked and signed by the taker, then unchangeable. */
@customElement("sg-handover")
export class HandoverView extends View {
  @property({ attribute: false }) context!: DeskContext;
  @state() private giving = false;
  private readonly data = new Reading(this, () =>
    this.context.api.get<{ handovers: HandoverEntry[] }>("/handovers"),
  );

  protected override render(): TemplateResult {
    return html`<div class="panel-body scroll handover"><header class="desk-part-head"><h2>${t("handover.title")}</h2>
        <button class="btn ${this.giving ? "" : "btn-main"}" type="button" aria-expanded=${this.giving} @click=${() => {
          this.giving = !this.giving;
        }}>${t(this.giving ? "act.cancel" : "handover.give")}</button></header>
      <p class="meta">${t("handover.lead")}</p>
      ${
        this.giving
          ? html`<div class="subform"><sg-form id="handover" .fields=${fields()} .initial=${this.initial()} .services=${this.context.services}
              .send=${this.give} draft="desk.handover" label=${t("handover.sign_give")}></sg-form></div>`
          : nothing
      }
      ${readingFrame(this.data, ({ handovers }) => this.list(handovers))}</div>`;
  }

  /** One's own desk is known, that of the duty as commander; and what is still open there. */
  private initial(): Record<string, unknown> {
    const desk = this.context.me.duties.find((duty) => duty.role === "CMD" && duty.cell)?.cell;
    const open = [...this.context.store.all("alarm")].map(
      ({ number, title, state }) => `${number} ${title} ${term("alarm_state", state)}`,
    );
    const items = open.length ? { open_items: open.join("\n") } : {};
    return desk ? { cell: { id: desk.id, name: desk.name }, ...items } : items;
  }

  private readonly give: Send = async (body, key) => {
    await this.context.api.post("/handovers", body, { key });
    this.giving = false;
    await this.data.load();
  };

  private list(entries: readonly HandoverEntry[]): TemplateResult {
    if (entries.length === 0) return html`<p class="empty">${t("handover.none")}</p>`;
    const mine = entries.filter((one) => !one.signed_at && one.taker.id === this.context.me.id);
    return html`${mine.map((one) => this.toSign(one))}
      ${section("handover-log", t("handover.log"), html`<ol class="handovers">${entries.map((one) => html`<li>${this.entry(one)}</li>`)}</ol>`)}`;
  }

  private toSign(one: HandoverEntry): TemplateResult {
    return html`<div class="handover-mine" data-handover=${one.id}>${this.entry(one)}
      <p class="meta">${t("handover.sign_why")}</p>
      <sg-confirm label=${t("handover.sign_take")} question=${t("handover.sign_why")} .act=${async () => {
        await this.context.api.post(`/handovers/${one.id}/sign`);
        await this.data.load();
      }}></sg-confirm></div>`;
  }

  private entry(one: HandoverEntry): TemplateResult {
    return html`<article class="handover-entry"><p><b>${one.giver.name}</b> → <b>${one.taker.name}</b> <span class="meta">${one.cell.name}</span>
        ${
          one.signed_at
            ? html`<span class="chip chip-ok">${icon("check", "0.875rem")}${t("handover.signed")}</span>`
            : html`<span class="chip chip-warn">${t("handover.waiting", { name: one.taker.name })}</span>`
        }</p>
      <p class="prose">${one.summary}</p>
      ${one.open_items ? html`<p class="prose"><b>${t("handover.open_items")}</b> ${one.open_items}</p>` : nothing}
      ${one.open_alarms.length ? html`<p class="meta num">${t("handover.open_alarms", { numbers: one.open_alarms.join(" ") })}</p>` : nothing}
      <p class="meta quiet num">${t("handover.given_at", { name: one.giver.name })} ${dateTime(one.given_at)}
        ${one.signed_at ? html` · ${t("handover.taken_at", { name: one.taker.name })} ${dateTime(one.signed_at)}` : nothing}</p></article>`;
  }
}
