import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { daysUntil } from "../format.ts";
import { hazardMark, icon } from "../icons.ts";
import { stateChip } from "../panel/sections.ts";
import { View } from "../view.ts";
import { listingLine } from "./listing.ts";
import { renewed } from "./renewal.ts";
import "./change.ts";
import { type Enterprise, type EnterpriseContext, keeps, may, type Section } from "./types.ts";

type Row = components["schemas"]["HazardListed"];

const TONES: Record<string, string> = { overdue: "chip-bad", due: "chip-warn", done: "chip-ok", exempt: "" };
const SOME = 6;

/** What is due, what lacks, what runs out, and the two things that people come here to do. */
@customElement("sg-ent-home")
export class EnterpriseHome extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  private readonly data = renewed(this, async ({ api, unit }) => {
    const { hazards } = await api.get<{ hazards: Row[] }>(`/hazards?unit=${unit.id}&state=open`);
    return oursNow(hazards);
  });

  protected override render(): TemplateResult {
    const { unit } = this.context;
    return html`${listingLine(unit)}<div class="ent-acts">
        <button class="btn btn-main ent-big" type="button" @click=${() => this.context.go("hazards", "new")}>
          ${icon("camera", "1.375rem")}<span>${t("ent.report_now")}</span></button>
      </div>
      <div class="ent-cards">
        <div>${keeps(unit) ? this.check(unit) : nothing} ${keeps(unit) ? this.waiting(unit) : nothing} ${this.figures(unit)}</div>
        ${keeps(unit) ? html`<div>${this.complete(unit)} ${this.expiring(unit)}</div>` : nothing}
      </div>`;
  }

  private check({ check }: Enterprise): TemplateResult {
    const done = check.state === "done";
    return html`<section class="card" aria-labelledby="ent-check">
      <header class="ent-card-head"><h2 id="ent-check">${t("ent.check")}</h2>
        <span class="chip ${TONES[check.state] ?? ""}">${term("selfcheck_state", check.state)}</span></header>
      <p class="meta">${t("ent.check_cadence", { cadence: term("cadence", check.cadence) })} · ${t("ent.check_until", { day: check.last })}</p>
      <p class="meta">${check.latest ? t("ent.check_latest", { day: check.latest }) : t("ent.check_never")}
        ${check.missed ? html` · <b class="ent-bad">${t("ent.check_missed", { n: check.missed })}</b>` : nothing}</p>
      <button class="btn ${done || check.state === "exempt" ? "" : "btn-main"} btn-wide" type="button" @click=${() => this.context.go("check")}>
        ${t(done ? "ent.again_check" : "ent.start_check")}</button>
    </section>`;
  }

  private waiting(unit: Enterprise): TemplateResult {
    const signs = may(unit, "sign_assessment") ? (unit.figures["to_sign"] ?? 0) : 0;
    const changes = may(unit, "edit_unit") ? unit.changes : [];
    const hazards = this.data.value ?? [];
    return html`<section class="card ent-fills" aria-labelledby="ent-waiting">
      <header class="ent-card-head"><h2 id="ent-waiting">${t("ent.waiting")}</h2></header>
      ${this.data.trouble ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.data.trouble}</span></p>` : nothing}
      ${this.data.value && signs + changes.length + hazards.length === 0 ? html`<p class="meta">${t("ent.waiting_none")}</p>` : nothing}
      ${hazards.slice(0, SOME).map((one) => this.hazard(one))}
      ${
        signs
          ? html`<button class="row" type="button" @click=${() => this.context.go("points", "sign")}>${icon("shield", "1.25rem")}
          <span class="row-text"><b>${t("ent.to_sign", { n: signs })}</b></span>${icon("right", "1rem")}</button>`
          : nothing
      }
      ${changes.map((change) => html`<sg-ent-change .change=${change} .context=${this.context}></sg-ent-change>`)}
    </section>`;
  }

  private hazard(one: Row): TemplateResult {
    const due = one.deadline ? dayChip(one.deadline.slice(0, 10)) : nothing;
    return html`<button class="row" type="button" data-hazard=${one.id} @click=${() => this.context.go("hazards", String(one.id))}>
      ${hazardMark(one.major)}<span class="row-text"><b>${one.title}</b><span class="meta">${term("hazard_state", one.state)}</span></span>
      ${one.overdue ? stateChip(one.state, one.overdue) : due}</button>`;
  }

  private figures({ figures }: Enterprise): TemplateResult {
    const tile = (section: Section, name: string, n: number, notes: readonly string[]): TemplateResult =>
      html`<button class="ent-figure" type="button" @click=${() => this.context.go(section)}>
        <span class="meta">${name}</span><b class="num">${n}</b><span class="meta">${notes.join(" · ") || "\u00a0"}</span></button>`;
    const note = (n: number, words: string): string[] => (n ? [words] : []);
    const { hazards = 0, major = 0, overdue = 0, points = 0, unrated = 0 } = figures;
    return html`<section class="card ent-figures" aria-label=${t("ent.hazards")}>
      ${tile("hazards", t("ent.open_hazards"), hazards, [...note(major, t("ent.of_major", { n: major })), ...note(overdue, t("ent.of_overdue", { n: overdue }))])}
      ${tile("points", t("ent.points"), points, note(unrated, t("ent.of_unrated", { n: unrated })))}
    </section>`;
  }

  private complete({ complete }: Enterprise): TemplateResult | typeof nothing {
    if (!complete) return nothing;
    const { percent, done, total, lacking } = complete;
    return html`<section class="card" aria-labelledby="ent-complete">
      <header class="ent-card-head"><h2 id="ent-complete">${t("ent.complete")}</h2><b class="num ent-percent">${percent}%</b></header>
      <div class="ent-meter" role="meter" aria-valuenow=${percent} aria-valuemin="0" aria-valuemax="100" aria-labelledby="ent-complete">
        <i style="width:${percent}%"></i></div>
      <p class="meta">${t("ent.complete_of", { done, total })}</p>
      ${
        lacking.length
          ? html`<h3>${t("ent.lacking")}</h3><ul class="ent-lacking">${lacking.map(
              (
                one,
              ) => html`<li><button class="chip ent-chip" type="button" @click=${() => this.context.go(SECTION[one.part] ?? "dossier", one.part === "records" ? one.code : "")}>
              ${lackWords(one)}</button></li>`,
            )}</ul>`
          : html`<p>${t("ent.complete_all")}</p>`
      }
    </section>`;
  }

  private expiring({ expiring }: Enterprise): TemplateResult {
    return html`<section class="card ent-fills" aria-labelledby="ent-expiring">
      <header class="ent-card-head"><h2 id="ent-expiring">${t("ent.expiring")}</h2></header>
      ${expiring.length === 0 ? html`<p class="meta">${t("ent.expiring_none")}</p>` : nothing}
      <ul class="rows">${expiring.slice(0, SOME).map(
        (
          one,
        ) => html`<li><button class="row" type="button" @click=${() => this.context.go("records", one.kind)}>
        <span class="row-text"><b>${[one.person, one.title].filter(Boolean).join(" · ")}</b>
          <span class="meta">${term("record_kind", one.kind)} · ${one.until}</span></span>
        ${dayChip(one.until)}</button></li>`,
      )}</ul>
    </section>`;
  }
}

/** What is ordered or being put right is the unit's to go on with: what is overdue first, then by its deadline. */
function oursNow(rows: readonly Row[]): Row[] {
  const late = "9999";
  return rows
    .filter(({ state }) => state === "ordered" || state === "rectifying")
    .sort((a, b) => b.overdue - a.overdue || (a.deadline ?? late).localeCompare(b.deadline ?? late));
}

const SECTION: Record<string, Section> = { base: "dossier", records: "records", points: "points" };

function lackWords(one: { part: string; code: string; count: number }): string {
  const records = one.part === "records";
  const name = term(records ? "record_kind" : "dossier_item", one.code);
  return one.count ? t(records ? "ent.lacking_ran_out" : "ent.lacking_points", { name, n: one.count }) : name;
}

/** How long it still is to a day, or how long ago it was. */
export function dayChip(day: string): TemplateResult {
  const left = daysUntil(day);
  return left < 0
    ? html`<span class="chip chip-bad">${t("ent.days_over", { n: -left })}</span>`
    : html`<span class="chip chip-warn">${t("ent.days_left", { n: left })}</span>`;
}
