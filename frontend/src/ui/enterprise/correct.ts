import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField, Values } from "../form/spec.ts";
import { dateTime } from "../format.ts";
import { icon } from "../icons.ts";
import { photoStrip } from "../panel/sections.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import { renewed } from "./renewal.ts";
import type { EnterpriseContext } from "./types.ts";

type Proposal = components["schemas"]["ProposalOut"];
type Change = Proposal["changes"][number];

const CHIPS: Record<string, string> = { waiting: "chip-warn", accepted: "chip-ok", rejected: "chip-bad" };
const ICONS = { waiting: "clock", accepted: "check", rejected: "close" } as const;
/** What decides who supervises a unit is not the unit's to change: it proposes, with evidence, and an officer decides. */
const FIELDS = ["name", "uscc", "industry", "type", "affiliation", "address"] as const;

/** What the unit says is wrong on record of itself: what waits, what was decided and by whom, and the form. */
@customElement("sg-ent-correct")
export class Correct extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  private readonly data = renewed(this, async ({ api, unit }) => {
    const { proposals } = await api.get<{ proposals: Proposal[] }>(`/unit-proposals?unit=${unit.id}`);
    return proposals.filter((one) => one.by_unit);
  });
  @state() private form: "" | "correct" | "close" = "";
  @state() private said = false;

  protected override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="ent-correct"><header class="ent-card-head"><h2 id="ent-correct">${t("ent.correct")}</h2></header>
      <p class="meta">${t("ent.correct_lead")}</p>
      ${this.said ? html`<p class="notice notice-ok" role="status">${icon("check", "1.125rem")}<span>${t("ent.correct_sent")}</span></p>` : nothing}
      ${this.form ? this.formView(this.form) : this.acts()}
      ${readingFrame(this.data, (proposals) => this.list(proposals))}</section>`;
  }

  private acts(): TemplateResult {
    const button = (form: "correct" | "close", words: string): TemplateResult =>
      html`<button class="btn" type="button" @click=${() => {
        this.form = form;
        this.said = false;
      }}>${words}</button>`;
    return html`<div class="ent-row-acts">${button("correct", t("ent.correct_start"))}${button("close", t("ent.correct_close"))}</div>`;
  }

  private formView(kind: "correct" | "close"): TemplateResult {
    const { unit, placeServices } = this.context;
    return html`<h3>${t(kind === "close" ? "ent.correct_close" : "ent.correct_start")}</h3>
      ${kind === "correct" ? html`<p class="meta">${t("ent.correct_only")}</p>` : nothing}
      <sg-form id="unit-${kind}" .fields=${kind === "correct" ? correctFields() : closeFields()} .initial=${kind === "correct" ? this.initial() : {}}
        .services=${placeServices(0)} draft="unit.${kind}.${unit.id}" .send=${this.send} label=${t("ent.correct_submit")}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.form = "";
      }}>${t("act.cancel")}</button>`;
  }

  private initial(): Values {
    const { unit } = this.context;
    return {
      name: unit.name,
      uscc: unit.uscc ?? "",
      industry: unit.industry4,
      type: unit.unit_type,
      affiliation: unit.affiliation,
      address: unit.address,
      ...(unit.lon !== null && unit.lat !== null ? { place: { lon: unit.lon, lat: unit.lat } } : {}),
    };
  }

  /** Only what differs from the record is proposed. */
  private readonly send: Send = async (body, key) => {
    const { unit, api } = this.context;
    const kind = this.form || "correct";
    const { photos, reason = "", place, ...said } = body as Values & { place?: { lon: number; lat: number } };
    const before = this.initial();
    const fields = Object.fromEntries(Object.entries(said).filter(([name, value]) => value !== before[name]));
    const moved = place && (place.lon !== unit.lon || place.lat !== unit.lat);
    const now = new Date().toISOString();
    await api.post(
      "/unit-proposals",
      {
        kind,
        unit: unit.id,
        reason,
        photos,
        made_at: now,
        sent_at: now,
        ...(kind === "correct" ? { fields, ...(moved ? { lon: place.lon, lat: place.lat } : {}) } : {}),
      },
      { key },
    );
    this.form = "";
    this.said = true;
    await this.data.load();
  };

  private list(rows: readonly Proposal[]): TemplateResult {
    if (!rows.length) return html``;
    return html`<h3>${t("ent.correct_past")}</h3><ul class="ent-proposals">${rows.map((one) => this.row(one))}</ul>`;
  }

  private row(one: Proposal): TemplateResult {
    const state = one.state as keyof typeof ICONS;
    const photos = one.photos.map((id) => ({ url: `/api/uploads/${id}` }));
    return html`<li data-proposal=${one.id}><p class="ent-card-head"><b>${term("proposal_kind", one.kind)}</b>
        <span class="chip ${CHIPS[state] ?? ""}">${icon(ICONS[state], "0.875rem")} ${term("proposal_state", state)}</span></p>
      <p class="meta">${one.person.name} · <time class="num" datetime=${one.made_at}>${dateTime(one.made_at)}</time></p>
      ${one.changes.length || one.lon !== null ? html`<dl class="facts">${one.changes.map((change) => changed(change))}${one.lon !== null && one.lat !== null ? placed(one.lon, one.lat) : nothing}</dl>` : nothing}
      ${one.reason ? html`<p>${one.reason}</p>` : nothing}
      ${photoStrip(photos, t("report.photos"))}
      ${
        one.decided_by
          ? html`<p class="ent-decided">${t(state === "accepted" ? "ent.correct_yes" : "ent.correct_no", { name: one.decided_by.name, at: dateTime(one.decided_at ?? "") })}${one.answer ? html`<br />${one.answer}` : nothing}</p>`
          : html`<p class="meta">${t("ent.correct_waits", { by: term("proposal_by", one.entered_by) })}</p>`
      }</li>`;
  }
}

function changed({ field, was, to }: Change): TemplateResult {
  return html`<div><dt>${term("proposal_field", field)}</dt><dd>${was !== null ? html`<del>${was || "—"}</del> ` : nothing}<ins>${to}</ins></dd></div>`;
}

function placed(lon: number, lat: number): TemplateResult {
  return html`<div><dt>${term("proposal_field", "place")}</dt><dd class="num">${lat.toFixed(5)}, ${lon.toFixed(5)} (WGS 84)</dd></div>`;
}

const evidence = (): FormField => ({
  name: "photos",
  label: t("ent.correct_photos"),
  control: "photos",
  required: true,
  hint: t("ent.correct_photos_hint"),
});
const reason = (required: boolean): FormField => ({
  name: "reason",
  label: t("ent.correct_reason"),
  control: "longtext",
  required,
});

function correctFields(): FormField[] {
  const choices = (group: string): NonNullable<FormField["choices"]> =>
    codes(group).map((value) => ({ value, label: term(group, value) }));
  const plain = FIELDS.map((name): FormField => {
    const field: FormField = {
      name,
      label: term("proposal_field", name),
      control: "text",
      required: name === "name",
    };
    if (name === "type") return { ...field, control: "select", choices: choices("unit_type") };
    if (name === "affiliation") return { ...field, control: "select", choices: choices("affiliation") };
    return name === "industry" ? { ...field, hint: t("ent.correct_industry") } : field;
  });
  const place: FormField = {
    name: "place",
    label: term("proposal_field", "place"),
    control: "place",
    required: false,
  };
  return [...plain, place, reason(false), evidence()];
}

const closeFields = (): FormField[] => [reason(true), evidence()];
