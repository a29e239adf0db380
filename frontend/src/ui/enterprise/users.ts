import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { date } from "../format.ts";
import { icon } from "../icons.ts";
import "../people/confirm.ts";
import "../people/once.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import { renewed } from "./renewal.ts";
import { type EnterpriseContext, may, type UnitPerson, type Welcome } from "./types.ts";

/** Who of the unit can log in: letting somebody in, a new password, the end of it. */
@customElement("sg-ent-users")
export class Users extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  private readonly data = renewed(this, ({ api }) => api.get<{ people: UnitPerson[] }>(this.path));
  @state() private making = false;
  @state() private made: Welcome | null = null;

  private get path(): string {
    return `/enterprise/${this.context.unit.id}/people`;
  }

  protected override render(): TemplateResult {
    const { made } = this;
    return html`<section class="card" aria-labelledby="ent-users">
      <header class="ent-card-head"><h2 id="ent-users">${t("ent.people")}</h2></header>
      <p class="meta">${t("ent.people_lead")}</p>
      ${
        made
          ? html`<sg-once words=${t("ent.person_once", { username: made.username })} secret=${made.password ?? "—"} @noted=${() => {
              this.made = null;
            }}></sg-once>`
          : nothing
      }
      ${readingFrame(this.data, ({ people }) => html`<ul class="ent-records">${people.map((person) => this.row(person))}</ul>`)}
      ${this.making ? this.form() : this.opener()}
    </section>`;
  }

  private row(person: UnitPerson): TemplateResult {
    return html`<li class="ent-record"><div class="ent-record-head"><span class="avatar" aria-hidden="true">${person.name.slice(0, 1)}</span>
        <b>${person.name}</b><span class="chip">${term("role", person.role)}</span></div>
      <p class="meta">${[person.username, person.phone_masked, t("ent.person_since", { day: date(person.since) })].filter(Boolean).join(" · ")}</p>
      ${
        person.yours
          ? html`<div class="ent-record-acts">
        <sg-confirm label=${t("people.reset")} question=${t("ent.person_reset_sure", { name: person.name })} .act=${() => this.reset(person)}></sg-confirm>
        <sg-confirm label=${t("ent.person_end")} question=${t("ent.person_end_sure", { name: person.name })} .act=${() => this.end(person)}></sg-confirm></div>`
          : nothing
      }</li>`;
  }

  private opener(): TemplateResult | typeof nothing {
    if (!may(this.context.unit, "assign_duties")) return nothing;
    return html`<button class="btn btn-main" type="button" @click=${() => {
      this.making = true;
    }}>${icon("plus", "1.125rem")}${t("ent.person_new")}</button>`;
  }

  private form(): TemplateResult {
    const roles = this.context.unit.role === "ENT_H" ? ["ENT_W", "ENT_S", "ENT_H"] : ["ENT_W", "ENT_S"];
    const fields: FormField[] = [
      { name: "name", label: t("people.name"), control: "text", required: true },
      { name: "phone", label: t("people.phone"), control: "tel", required: false },
      {
        name: "role",
        label: t("people.role"),
        control: "choice",
        required: true,
        choices: roles.map((value) => ({ value, label: term("role", value) })),
      },
    ];
    return html`<sg-form id="unit-person" .fields=${fields} .initial=${{ role: "ENT_W" }} label=${t("ent.person_new")} .send=${this.add}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.making = false;
      }}>${t("act.cancel")}</button>`;
  }

  private readonly add: Send = async (body, key) => {
    this.made = await this.context.api.post<Welcome>(this.path, body, { key });
    this.making = false;
    await this.data.load();
  };

  private async reset(person: UnitPerson): Promise<void> {
    this.made = await this.context.api.post<Welcome>(`${this.path}/${person.id}/reset`);
  }

  private async end(person: UnitPerson): Promise<void> {
    await this.context.api.post(`/duties/${person.duty}/end`);
    await this.data.load();
  }
}
