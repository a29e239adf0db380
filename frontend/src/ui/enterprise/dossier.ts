import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Difference, Send } from "../form/form.ts";
import "../form/form.ts";
import "./correct.ts";
import type { FormField, Values } from "../form/spec.ts";
import { icon } from "../icons.ts";
import { type Fact, facts } from "../panel/sections.ts";
import { View } from "../view.ts";
import { type Change, type Enterprise, type EnterpriseContext, may } from "./types.ts";

const TEXT = ["address", "business_code", "registration_type", "scale"] as const;
const NUMBERS = ["safety_staff", "workers", "special_workers", "special_equipment"] as const;

/** The twelve base fields: shown, and corrected by the head, or proposed to the head. */
@customElement("sg-ent-dossier")
export class Dossier extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  @state() private editing = false;
  @state() private note = "";
  /** the unit as somebody began to change it */
  @state() private seen: Enterprise | null = null;
  private version = 0;

  protected override render(): TemplateResult {
    const { unit } = this.context;
    const edits = may(unit, "edit_unit") || unit.proposes.includes("edit_unit");
    return html`<section class="card" aria-labelledby="ent-base">
      <header class="ent-card-head"><h2 id="ent-base">${t("ent.base")}</h2>
        ${
          edits && !this.editing
            ? html`<button class="btn btn-small" type="button" @click=${this.edit}>${t(may(unit, "edit_unit") ? "ent.edit" : "ent.propose")}</button>`
            : nothing
        }</header>
      <p class="meta">${t("ent.base_lead")}</p>
      ${this.note ? html`<p class="notice notice-ok" role="status">${icon("check", "1.125rem")}<span>${this.note}</span></p>` : nothing}
      ${this.editing ? this.form(unit) : facts(baseFacts(unit))}
    </section>
    ${edits ? html`<sg-ent-correct .context=${this.context}></sg-ent-correct>` : nothing}`;
  }

  private readonly edit = (): void => {
    this.editing = true;
    this.seen = this.context.unit;
    this.version = this.context.unit.version;
    this.note = "";
  };

  private form(unit: Enterprise): TemplateResult {
    const own = may(unit, "edit_unit");
    return html`<sg-form id="dossier" .fields=${fieldsOf()} .initial=${initialOf(unit)} draft="dossier.${unit.id}" .send=${this.send}
        .recheck=${this.recheck} .differences=${this.seen ? differences(this.seen, unit) : []} label=${t(own ? "form.submit" : "ent.propose")}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.editing = false;
      }}>${t("act.cancel")}</button>`;
  }

  private readonly recheck = async (): Promise<void> => {
    await this.context.reload();
    this.version = this.context.unit.version;
  };

  private readonly send: Send = async (body, key) => {
    const { unit, api } = this.context;
    // A text that was emptied is sent as empty: leaving it out would leave it as it is.
    const emptied = Object.fromEntries([...TEXT, "business_scope", "safety_org"].map((name) => [name, ""]));
    const sent = { ...emptied, ...body, version: this.version };
    const made = await api.post<Change>(`/enterprise/${unit.id}/dossier`, sent, { key });
    this.note = t(made.state === "done" ? "ent.saved" : "ent.proposed");
    this.editing = false;
    await this.context.reload();
  };
}

/** What others wrote meanwhile: nobody overwrites it unseen. */
function differences(seen: Enterprise, now: Enterprise): Difference[] {
  const after = baseFacts(now);
  return baseFacts(seen).flatMap(([name, was], i) => {
    const is = after[i]?.[1];
    return was === is ? [] : [{ name: String(name), was: String(was), now: String(is) }];
  });
}

function baseFacts(unit: Enterprise): Fact[] {
  const label = (name: string): string => term("dossier_item", name);
  const dash = (value: string | number | null): string => String(value ?? "") || "—";
  const count = (n: number): string => t("ent.people_n", { n });
  return [
    [label("name"), unit.name],
    [label("uscc"), dash(unit.uscc)],
    [label("business_code"), unit.business_code],
    [label("industry"), `${term("industry", unit.industry)} ${unit.industry4}`],
    [label("address"), dash(unit.address)],
    [label("registration_type"), dash(unit.registration_type)],
    [label("scale"), dash(unit.scale)],
    [label("business_scope"), dash(unit.business_scope)],
    [label("principal"), dash(unit.principal)],
    [label("principal_phone"), unit.principal_phone_masked],
    [label("safety_org"), dash(unit.safety_org)],
    [label("safety_staff"), count(unit.safety_staff)],
    [label("workers"), count(unit.workers)],
    [label("special_workers"), count(unit.special_workers)],
    [label("major_hazard"), term("major_hazard", unit.major_hazard)],
    [label("special_equipment"), String(unit.special_equipment)],
  ];
}

function fieldsOf(): FormField[] {
  const text = (name: string, control: FormField["control"] = "text"): FormField => ({
    name,
    label: term("dossier_item", name),
    control,
    required: false,
  });
  const hazards = codes("major_hazard").map((code) => ({
    value: Number(code),
    label: term("major_hazard", code),
  }));
  return [
    ...TEXT.map((name) => text(name)),
    text("business_scope", "longtext"),
    text("principal"),
    { ...text("principal_phone", "tel"), hint: t("ent.phone_keep") },
    text("safety_org"),
    ...NUMBERS.map((name) => text(name, "number")),
    { ...text("major_hazard", "select"), choices: hazards },
  ];
}

function initialOf(unit: Enterprise): Values {
  const names = [...TEXT, "business_scope", "principal", "safety_org", ...NUMBERS, "major_hazard"] as const;
  return Object.fromEntries(names.map((name) => [name, unit[name]]));
}
