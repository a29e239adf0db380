import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { dateTime } from "../format.ts";
import { hazardMark, icon } from "../icons.ts";
import { facts, stateChip } from "../panel/sections.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import { renewed } from "./renewal.ts";
import type { EnterpriseContext } from "./types.ts";

type Check = components["schemas"]["SelfCheckOut"];
type Result = Check["results"][number];
type Row = Check["hazards"][number];

const WORDS = { pass: "ent.result_pass", fail: "ent.result_fail", na: "ent.result_na" } as const;
const CHIPS = { pass: "chip-ok", fail: "chip-bad", na: "" } as const;
const ICONS = { pass: "check", fail: "warn", na: "minus" } as const;

/** A self-check that was made, item by item as they read then, and what has become of the hazards that it found. */
@customElement("sg-ent-check-past")
export class PastCheck extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  @property({ type: Number }) check = 0;
  private readonly data = renewed(this, ({ api }) => api.get<Check>(`/self-checks/${this.check}`));
  @state() private onlyFailed = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("check")) void this.data.load();
  }

  protected override render(): TemplateResult {
    return readingFrame(this.data, (check) => this.shown(check));
  }

  private shown(shown: Check): TemplateResult {
    return html`<section class="card" aria-labelledby="past-title"><header class="ent-card-head"><h2 id="past-title">${shown.title}</h2>
        <span class="chip ${shown.failed ? "chip-warn" : "chip-ok"}">${shown.failed ? t("ent.check_failed", { n: shown.failed }) : t("ent.check_clean", { n: shown.passed })}</span></header>
      ${facts([
        [t("ent.past_by"), shown.person.name],
        [
          t("ent.past_when"),
          html`<span class="num">${dateTime(shown.began_at)} – ${dateTime(shown.ended_at).slice(11)}</span>`,
        ],
        [t("ent.past_version"), `${shown.checklist} ${shown.version}`],
        [t("ent.past_note"), shown.note],
      ])}
      ${shown.hazards.length ? this.hazards(shown.hazards) : nothing}</section>
      <section class="card" aria-labelledby="past-items"><header class="ent-card-head"><h2 id="past-items">${t("ent.past_items", { n: shown.total })}</h2>
        ${
          shown.failed
            ? html`<label class="check"><input type="checkbox" .checked=${this.onlyFailed} @change=${(
                event: Event,
              ) => {
                this.onlyFailed = (event.target as HTMLInputElement).checked;
              }} /><span>${t("ent.past_failed_only")}</span></label>`
            : nothing
        }</header>
      <ol class="ent-past">${shown.results.map((one, i) => (this.onlyFailed && one.result !== "fail" ? nothing : this.item(one, i, shown.hazards)))}</ol></section>`;
  }

  private hazards(rows: readonly Row[]): TemplateResult {
    return html`<h3>${t("ent.past_hazards")}</h3><ul class="rows">${rows.map((row) => html`<li>${this.hazard(row)}</li>`)}</ul>`;
  }

  private hazard(row: Row): TemplateResult {
    const settled = row.state === "closed" || row.state === "rejected";
    return html`<button class="row" type="button" data-hazard=${row.id} @click=${() => this.context.go("hazards", String(row.id))}>
      ${hazardMark(row.major, settled)}<span class="row-text"><b>${row.title}</b><span class="meta">${row.number}</span></span>
      ${stateChip(row.state, row.overdue)}</button>`;
  }

  private item(one: Result, i: number, hazards: readonly Row[]): TemplateResult {
    const result = one.result as keyof typeof WORDS;
    const made = hazards.find(({ id }) => id === one.hazard);
    return html`<li class="is-${result}"><p><span class="num meta">${i + 1}</span> <b>${one.what}</b>
        <span class="chip ${CHIPS[result]}">${icon(ICONS[result], "0.875rem")} ${t(WORDS[result])}</span></p>
      ${one.basis ? html`<p class="meta quiet">${one.basis}</p>` : nothing}
      ${one.note ? html`<p>${one.note}</p>` : nothing}
      ${made ? this.hazard(made) : one.hazard ? html`<p class="meta">${t("ent.past_hazard_gone")}</p>` : nothing}</li>`;
  }
}
