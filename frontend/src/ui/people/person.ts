import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { DutyHeld } from "../../net/wire.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { Values } from "../form/spec.ts";
import { date } from "../format.ts";
import { icon } from "../icons.ts";
import { dutyText } from "../menu.ts";
import { View } from "../view.ts";
import "./confirm.ts";
import { dutyFields } from "./fields.ts";
import "./once.ts";
import { may, type NewPassword, type PeopleContext, type Person } from "./types.ts";

/** One person: duties with their times; assign, end, hand over, reset, deactivate. */
@customElement("sg-person")
export class PersonView extends View {
  @property({ attribute: false }) person!: Person;
  @property({ attribute: false }) context!: PeopleContext;
  @state() private assigning = false;
  @state() private handing: number | null = null;
  @state() private chosenRole: unknown = "";
  @state() private password = "";

  protected override render(): TemplateResult {
    const { person, context } = this;
    const assigns = may(context.me, "assign_duties", "manage_security") && person.is_active;
    return html`<article class="person" aria-labelledby="person-name">
      <header class="person-head"><span class="avatar" aria-hidden="true">${person.name.slice(0, 1)}</span>
        <div><h2 id="person-name">${person.name}</h2>
          <p class="meta num">${[person.username, person.phone_masked].filter(Boolean).join(" · ")}
            ${person.is_active ? nothing : html` <span class="chip chip-warn">${t("people.inactive")}</span>`}</p></div></header>
      ${
        this.password
          ? html`<sg-once words=${t("people.once")} secret=${this.password} @noted=${() => {
              this.password = "";
            }}></sg-once>`
          : nothing
      }
      <section role="group" class="part" aria-labelledby="duties-title">
        <header class="block-head"><h3 id="duties-title">${t("people.duties")}</h3>
          ${
            assigns && !this.assigning
              ? html`<button class="btn btn-small" type="button" @click=${() => {
                  this.assigning = true;
                }}>${icon("plus", "1rem")}${t("people.assign")}</button>`
              : nothing
          }</header>
        ${this.assigning ? this.assign() : nothing}
        ${
          person.duties.length
            ? html`<ul class="duties">${person.duties.map((duty) => this.duty(duty, assigns))}</ul>`
            : html`<p class="meta">${t("people.no_duties")}</p>`
        }
      </section>
      ${may(context.me, "manage_users") && person.is_active ? this.account() : nothing}
    </article>`;
  }

  private duty(duty: DutyHeld, assigns: boolean): TemplateResult {
    return html`<li class="duty">
      <p><b>${term("role", duty.role)}</b> <span>${duty.cell?.name ?? duty.unit?.name ?? ""}</span>
        ${duty.industry ? html`<span class="chip">${term("industry", duty.industry)}</span>` : nothing}</p>
      <p class="meta num">${date(duty.starts_at)} – ${duty.ends_at ? date(duty.ends_at) : t("people.open_end")}</p>
      ${
        assigns
          ? html`<div class="duty-acts">
            <button class="btn btn-small" type="button" aria-expanded=${this.handing === duty.id}
              @click=${() => {
                this.handing = this.handing === duty.id ? null : duty.id;
              }}>${t("people.hand_over")}</button>
            <sg-confirm label=${t("people.end")} question=${t("people.end_sure", { duty: dutyText(duty) })}
              .act=${() => this.run(`/duties/${duty.id}/end`)}></sg-confirm></div>
            ${this.handing === duty.id ? this.handOver(duty) : nothing}`
          : nothing
      }
    </li>`;
  }

  private handOver(duty: DutyHeld): TemplateResult {
    const fields = [
      { name: "to", label: t("people.hand_over_to"), control: "person" as const, required: true },
    ];
    return html`<sg-form id="hand-over-${duty.id}" .fields=${fields} .services=${this.context.services} label=${t("people.hand_over")}
      .send=${
        (async (body) => {
          await this.run(`/duties/${duty.id}/hand-over`, body);
          this.handing = null;
        }) satisfies Send
      }></sg-form>`;
  }

  private assign(): TemplateResult {
    return html`<div class="subform">
      <sg-form id="assign" .fields=${dutyFields(this.chosenRole)} .services=${this.context.services} label=${t("people.assign")}
        draft=${`duty.${this.person.id}`} .send=${this.sendDuty} @changed=${(event: CustomEvent<Values>) => {
          this.chosenRole = event.detail["role"];
        }}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.assigning = false;
      }}>${t("act.cancel")}</button></div>`;
  }

  private readonly sendDuty: Send = async (body, key) => {
    await this.context.api.post("/duties", { person: this.person.id, ...body }, { key });
    this.assigning = false;
    this.tell("people-changed", null);
  };

  private account(): TemplateResult {
    const { id } = this.person;
    return html`<section class="part account" aria-label=${t("menu.user")}>
      <sg-confirm label=${t("people.reset")} question=${t("people.reset_sure")} .act=${async () => {
        const made = await this.context.api.post<NewPassword>(`/people/${id}/reset`);
        this.password = made.password ?? "";
      }}></sg-confirm>
      <sg-confirm label=${t("people.deactivate")} question=${t("people.deactivate_sure")} .act=${() => this.run(`/people/${id}/deactivate`)}></sg-confirm>
    </section>`;
  }

  private async run(path: string, body: unknown = {}): Promise<void> {
    await this.context.api.post(path, body);
    this.tell("people-changed", null);
  }
}
