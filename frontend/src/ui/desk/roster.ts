import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { date, localInput, shortTime } from "../format.ts";
import { icon } from "../icons.ts";
import { section } from "../panel/sections.ts";
import "../people/confirm.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import { byDay, isNow } from "./roster-model.ts";
import type { Shift } from "./types.ts";

function fields(): FormField[] {
  return [
    { name: "cell", label: t("roster.cell"), control: "cell", required: true },
    { name: "person", label: t("roster.person"), control: "person", required: true },
    { name: "deputy", label: t("roster.deputy_field"), control: "person", required: true },
    { name: "starts_at", label: t("roster.from"), control: "datetime", required: true },
    { name: "ends_at", label: t("roster.to"), control: "datetime", required: true },
  ];
}

const EIGHT_HOURS = 8 * 3_600_000;

/** Who sits at the desk when (值班表). */
@customElement("sg-roster")
export class Roster extends View {
  @property({ attribute: false }) context!: DeskContext;
  @state() private adding = false;
  private readonly data = new Reading(this, () => this.context.api.get<{ shifts: Shift[] }>("/shifts"));

  protected override render(): TemplateResult {
    return html`<div class="panel-body scroll roster"><header class="desk-part-head"><h2>${t("roster.title")}</h2>
        <button class="btn" type="button" aria-expanded=${this.adding} @click=${() => {
          this.adding = !this.adding;
        }}>${icon(this.adding ? "close" : "plus", "1.125rem")}${t(this.adding ? "act.cancel" : "roster.add")}</button></header>
      ${this.adding ? this.form() : nothing}
      ${readingFrame(this.data, ({ shifts }) => this.list(shifts))}</div>`;
  }

  private form(): TemplateResult {
    const now = this.context.now();
    const initial = {
      starts_at: localInput(new Date(now)),
      ends_at: localInput(new Date(now + EIGHT_HOURS)),
    };
    return html`<div class="subform"><sg-form id="shift" .fields=${fields()} .initial=${initial} .services=${this.context.services}
      .send=${this.add} draft="desk.shift" label=${t("roster.add")}></sg-form></div>`;
  }

  private readonly add: Send = async (body, key) => {
    await this.context.api.post("/shifts", body, { key });
    this.adding = false;
    await this.data.load();
  };

  private list(shifts: readonly Shift[]): TemplateResult {
    const now = this.context.now();
    const current = shifts.filter((shift) => isNow(shift, now));
    return html`${section(
      "roster-now",
      t("roster.now"),
      current.length
        ? html`<ul class="rows">${current.map((shift) => this.row(shift, now, true))}</ul>`
        : html`<p class="notice notice-warn">${icon("warn", "1.125rem")}<span>${t("roster.nobody")}</span></p>`,
    )}
    ${
      shifts.length === 0
        ? html`<p class="empty">${t("roster.none")}</p>`
        : byDay(shifts).map(
            ([day, list]) => html`<section class="part"><h3 class="num">${day}</h3>
              <ul class="rows">${list.map((shift) => this.row(shift, now, false))}</ul></section>`,
          )
    }`;
  }

  private row(shift: Shift, now: number, current: boolean): TemplateResult {
    const ended = Date.parse(shift.ends_at) <= now;
    const today = new Date(shift.starts_at);
    return html`<li class="shift ${current ? "shift-now" : ""} ${ended ? "shift-ended" : ""}">
      <span class="avatar" aria-hidden="true">${shift.person.name.slice(0, 1)}</span>
      <span class="row-text"><b>${shift.person.name}</b><span class="meta">${shift.cell.name} · ${t("roster.deputy", { name: shift.deputy.name })}</span>
        <span class="meta num">${date(shift.starts_at)} ${shortTime(shift.starts_at, today)} – ${shortTime(shift.ends_at, today)}</span></span>
      ${ended ? html`<span class="chip">${t("roster.ended")}</span>` : nothing}
      ${
        current && shift.may_end
          ? html`<sg-confirm label=${t("roster.end")} question=${t("roster.end_sure", { name: shift.person.name })} .act=${() => this.end(shift)}></sg-confirm>`
          : nothing
      }</li>`;
  }

  private async end(shift: Shift): Promise<void> {
    await this.context.api.post(`/shifts/${shift.id}/end`);
    await this.data.load();
  }
}
