import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { say, t } from "../../i18n/index.ts";
import { icon } from "../icons.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { Checklist } from "./check-model.ts";
import "./check-past.ts";
import "./check-run.ts";
import { renewed } from "./renewal.ts";
import type { EnterpriseContext } from "./types.ts";

type Row = components["schemas"]["SelfCheckRow"];

/** The unit's checklists, the check that is being made, and those that were made. */
@customElement("sg-ent-checks")
export class Checks extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  /** code of the list that is open, or "past-7" */
  @property() what = "";
  private readonly data = renewed(this, async ({ api, unit }) => {
    const [lists, past] = await Promise.all([
      api.get<Checklist[]>(`/checklists?unit=${unit.id}`),
      api.get<Row[]>(`/self-checks?unit=${unit.id}`),
    ]);
    return { lists, past };
  });
  /** hazards that the check just made found; null: it was kept, for want of a line */
  @state() private made: { n: number | null } | null = null;

  protected override render(): TemplateResult {
    if (this.what.startsWith("past-"))
      return html`${this.back()}<sg-ent-check-past .context=${this.context} check=${Number(this.what.slice(5))}></sg-ent-check-past>`;
    return readingFrame(this.data, ({ lists, past }) => this.shown(lists, past));
  }

  private shown(lists: readonly Checklist[], past: readonly Row[]): TemplateResult {
    const open = lists.find((one) => one.code === this.what);
    if (open)
      return html`${this.back()}
        <sg-ent-check-run .context=${this.context} .list=${open} @checked=${this.onChecked}></sg-ent-check-run>`;
    return html`${this.made ? this.thanks(this.made.n) : nothing}${this.choose(lists)}${this.history(past)}`;
  }

  private back(): TemplateResult {
    return html`<button class="btn btn-plain ent-back-always" type="button" @click=${() => this.context.go("check")}>${icon("back", "1.125rem")}${t("act.back")}</button>`;
  }

  private readonly onChecked = (event: CustomEvent<number[] | null>): void => {
    this.made = { n: event.detail ? event.detail.length : null };
    this.context.go("check");
    void Promise.all([this.data.load(), this.context.reload()]);
  };

  private thanks(n: number | null): TemplateResult {
    if (n === null)
      return html`<div class="notice notice-warn" role="status">${icon("clock", "1.125rem")}<p>${t("ent.check_kept")}</p></div>`;
    return html`<div class="notice notice-ok" role="status">${icon("check", "1.125rem")}<p>${t("ent.check_done")}</p>
      ${n ? html`<p>${t("ent.check_made", { n })} <button class="btn btn-small" type="button" @click=${() => this.context.go("hazards")}>${t("ent.check_see")}</button></p>` : nothing}</div>`;
  }

  private choose(lists: readonly Checklist[]): TemplateResult {
    return html`<section class="card" aria-labelledby="ent-lists"><header class="ent-card-head"><h2 id="ent-lists">${t("ent.lists")}</h2></header>
      <p class="meta">${t("ent.lists_lead")}</p>
      <ul class="rows">${lists.map(
        (
          one,
        ) => html`<li><button class="row" type="button" @click=${() => this.context.go("check", one.code)}>${icon("list", "1.25rem")}
        <span class="row-text"><b>${say(one.title)}</b><span class="meta">${t("ent.list_items", { n: one.items.length })}</span></span>${icon("right", "1rem")}</button></li>`,
      )}</ul></section>`;
  }

  private history(past: readonly Row[]): TemplateResult {
    return html`<section class="card" aria-labelledby="ent-past"><header class="ent-card-head"><h2 id="ent-past">${t("ent.checks_past")}</h2></header>
      ${past.length === 0 ? html`<p class="meta">${t("ent.check_never")}</p>` : nothing}
      <ul class="rows">${past.map(
        (
          one,
        ) => html`<li><button class="row" type="button" @click=${() => this.context.go("check", `past-${one.id}`)}><span class="row-text"><b>${one.title}</b><span class="meta">${one.day} · ${one.person.name}</span></span>
        <span class="chip ${one.failed ? "chip-warn" : "chip-ok"}">${one.failed ? t("ent.check_failed", { n: one.failed }) : t("ent.check_clean", { n: one.passed })}</span>${icon("right", "1rem")}</button></li>`,
      )}</ul></section>`;
  }
}
