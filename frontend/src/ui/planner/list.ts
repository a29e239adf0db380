import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { join, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { shortTime } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { Plan, PlanBrief, PlanList, PlannerContext } from "./types.ts";

const TONES: Record<string, string> = {
  draft: "",
  scheduled: "chip-warn",
  published: "chip-ok",
  abandoned: "chip-note",
};

export function statusChip(plan: Pick<PlanBrief, "status">): TemplateResult {
  return html`<span class="chip ${TONES[plan.status] ?? ""}">${term("plan_status", plan.status)}</span>`;
}

function fields(): FormField[] {
  return [
    { name: "name", label: t("planner.name"), control: "text", required: true },
    {
      name: "parents",
      label: t("planner.parents"),
      control: "cells",
      required: true,
      hint: t("planner.parents_hint"),
    },
    { name: "note", label: t("planner.note"), control: "text", required: false },
  ];
}

/** The plans in sight, and beginning a new one. */
@customElement("sg-plan-list")
export class PlanListView extends View {
  @property({ attribute: false }) context!: PlannerContext;
  @state() private status: "open" | "all" = "open";
  @state() private making = false;
  private readonly data = new Reading(this, () =>
    this.context.api.get<PlanList>(`/plans?status=${this.status}`),
  );

  protected override render(): TemplateResult {
    return html`<header class="planner-head"><div><h1>${t("app.planner")}</h1><p class="meta">${t("planner.lead")}</p></div>
        <div class="segments planner-which" role="group" aria-label=${t("planner.plans")}>${(["open", "all"] as const).map((which) => this.which(which))}</div>
        ${this.data.value?.may_draw ? this.newButton() : nothing}</header>
      <p class="notice planner-phone">${icon("screen", "1.125rem")}<span>${t("planner.phone")}</span></p>
      ${this.making ? this.form() : nothing}
      ${readingFrame(this.data, ({ plans }) => this.list(plans))}`;
  }

  private which(which: "open" | "all"): TemplateResult {
    return html`<label class="segment"><input type="radio" name="plans" .checked=${this.status === which} @change=${() => {
      this.status = which;
      void this.data.load();
    }} /><span>${t(which === "open" ? "planner.open" : "planner.all")}</span></label>`;
  }

  private newButton(): TemplateResult {
    return html`<button class="btn ${this.making ? "" : "btn-main"}" type="button" aria-expanded=${this.making} @click=${() => {
      this.making = !this.making;
    }}>${this.making ? t("act.cancel") : html`${icon("plus", "1.125rem")}${t("planner.new")}`}</button>`;
  }

  private form(): TemplateResult {
    return html`<section class="card planner-new" aria-label=${t("planner.new")}><sg-form id="plan" .fields=${fields()}
      .services=${this.context.services} .send=${this.create} draft="planner.new" label=${t("planner.create")}></sg-form></section>`;
  }

  private readonly create: Send = async (body, key) => {
    const plan = await this.context.api.post<Plan>("/plans", body, { key });
    this.making = false;
    this.context.open(plan.id);
  };

  private list(plans: readonly PlanBrief[]): TemplateResult {
    if (plans.length === 0)
      return html`<div class="empty">${icon("polygon", "2rem")}<b>${t("planner.none")}</b><p class="meta">${t("planner.none_body")}</p></div>`;
    return html`<ul class="card rows planner-rows">${plans.map((plan) => this.row(plan))}</ul>`;
  }

  private row(plan: PlanBrief): TemplateResult {
    const by = { who: plan.changed_by.name, at: shortTime(plan.changed_at) };
    return html`<li><button class="row" type="button" data-plan=${plan.id} @click=${() => this.context.open(plan.id)}>
      <span class="row-text"><b>${plan.name}</b><span class="meta">${join(plan.parents.map((cell) => cell.name))}${plan.note ? ` · ${plan.note}` : ""}</span></span>
      ${plan.base_moved ? html`<span class="chip chip-warn">${icon("warn", "0.875rem")}${t("planner.base_moved_short")}</span>` : nothing}
      <span class="meta num">${t("planner.edits", { n: plan.edits })}</span>
      <span class="meta">${t("planner.by", by)}</span>${statusChip(plan)}</button></li>`;
  }
}
