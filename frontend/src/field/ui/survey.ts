import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { View } from "../../ui/view.ts";
import type { SurveyClock } from "../wire.ts";
import type { FieldContext } from "./context.ts";
import "./photos.ts";

const LONGEST = 2000;

interface Draft {
  note: string;
  ids: readonly string[];
}

function keyOf(cell: number): string {
  return `survey.${cell}`;
}

/** The 四查 clock of my cells, and recording a survey. */
@customElement("sg-field-surveys")
export class FieldSurveys extends View {
  @property({ attribute: false }) context!: FieldContext;
  @state() private cell = 0;
  @state() private note = "";
  @state() private ids: readonly string[] = [];
  @state() private lacking = false;
  @state() private busy = false;

  protected override render(): TemplateResult {
    const { clocks } = this.context.pack;
    return html`${
      clocks.length === 0
        ? html`<div class="field-none"><h2>${t("field.survey_none")}</h2></div>`
        : html`<p class="meta field-hint">${t("field.survey_lead")}</p><ul class="field-stops">${clocks.map((clock) => this.row(clock))}</ul>`
    }
      <div class="field-acts field-more"><a class="btn btn-wide" href="#census=new">${t("field.census_new")}</a>
        <a class="btn btn-wide" href="#census=illegal">${t("field.illegal")}</a></div>`;
  }

  private row(clock: SurveyClock): TemplateResult {
    const queued = this.context.items.some(
      ({ kind, state, body }) => kind === "survey" && state === "waiting" && body.fields.cell === clock.cell,
    );
    return html`<li class="field-survey" data-cell=${clock.cell}><div class="field-survey-row"><span class="row-text"><b>${clock.cell_name}</b>
        <span class="meta">${term("survey_cadence", clock.cadence)}${clock.latest ? ` · ${clock.latest.at}` : ""}</span></span>
        ${queued ? html`<span class="chip chip-ok">${t("field.here")}</span>` : chip(clock)}
        <button class="btn btn-small" type="button" aria-expanded=${this.cell === clock.cell} @click=${() => void this.open(clock.cell)}>${t("field.survey_do")}</button></div>
      ${this.cell === clock.cell ? this.form(clock) : nothing}</li>`;
  }

  private form(clock: SurveyClock): TemplateResult {
    return html`<form class="field-form" @submit=${(event: Event) => void this.onSubmit(event, clock)}>
      <label class="field-label">${t("field.survey_note")}<textarea class="input" rows="2" name="note" maxlength=${LONGEST} .value=${this.note} @input=${(
        e: Event,
      ) => {
        this.keep({ note: (e.target as HTMLTextAreaElement).value });
      }}></textarea></label>
      <sg-field-photos .store=${this.context.photos} .ids=${this.ids} @photos=${(
        e: CustomEvent<string[]>,
      ) => {
        this.keep({ ids: e.detail });
      }}></sg-field-photos>
      ${this.lacking ? html`<p class="field-error" role="alert">${t("field.survey_lack")}</p>` : nothing}
      ${clock.state === "done" ? html`<p class="meta">${t("survey.kept_more")}</p>` : nothing}
      <div class="field-acts"><button class="btn btn-main btn-wide" type="submit" ?disabled=${this.busy}>${t("form.submit")}</button></div></form>`;
  }

  /** The form of a cell, with what was begun there; tapped again it closes, and what was begun stays. */
  private async open(cell: number): Promise<void> {
    this.cell = this.cell === cell ? 0 : cell;
    Object.assign(this, { note: "", ids: [], lacking: false });
    if (!this.cell) return;
    const draft = await this.context.drafts.load<Draft>(keyOf(cell));
    if (!draft || this.cell !== cell || this.note || this.ids.length) return;
    const held = await this.context.queue.photos();
    // It was handed over, and the browser ended before it was gone.
    if (draft.ids.some((id) => held.has(id))) await this.context.drafts.drop(keyOf(cell));
    else Object.assign(this, draft);
  }

  private keep(fields: Partial<Draft>): void {
    Object.assign(this, fields, { lacking: false });
    const { note, ids } = this;
    void this.context.drafts.save(keyOf(this.cell), { note, ids } satisfies Draft, ids);
  }

  private async onSubmit(event: Event, { cell, cell_name }: SurveyClock): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.lacking = !this.note.trim() && this.ids.length === 0;
    if (this.lacking) return;
    this.busy = true;
    const fields = { cell, note: this.note.trim(), photos: this.ids, ...this.context.stamp() };
    const kept = await this.context.add({
      kind: "survey",
      about: `cell:${cell}`,
      path: "/surveys",
      title: cell_name,
      fields,
      photos: this.ids,
      form: {
        draft: keyOf(cell),
        values: { note: this.note, ids: this.ids },
        section: "survey",
        what: `${cell}`,
      },
    });
    this.busy = false;
    if (!kept) return;
    await this.context.drafts.drop(keyOf(cell));
    await this.open(cell);
  }
}

function chip({ state, missed }: SurveyClock): TemplateResult {
  if (state === "overdue")
    return html`<span class="chip chip-bad">${t("field.survey_overdue", { n: missed })}</span>`;
  if (state === "due") return html`<span class="chip chip-warn">${t("field.survey_due")}</span>`;
  if (state === "done") return html`<span class="chip chip-ok">${t("field.survey_done")}</span>`;
  return html`<span class="chip">${t("field.survey_exempt")}</span>`;
}
