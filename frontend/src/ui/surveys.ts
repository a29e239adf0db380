import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../generated/api.ts";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import { ApiError } from "../net/api.ts";
import { Place } from "../net/stamp.ts";
import type { Send } from "./form/form.ts";
import "./form/form.ts";
import type { FormField, Values } from "./form/spec.ts";
import { number, shortTime } from "./format.ts";
import { type IconName, icon } from "./icons.ts";
import type { PanelContext } from "./panel/context.ts";
import { fold } from "./panel/sections.ts";
import { View } from "./view.ts";

type Clock = components["schemas"]["SurveyClockOut"];
type Survey = components["schemas"]["SurveyOut"];
type Made = components["schemas"]["SurveyMade"];

const LOOKS: Record<Clock["state"], readonly [tone: string, sign: IconName]> = {
  overdue: ["chip-bad", "warn"],
  due: ["chip-warn", "clock"],
  done: ["chip-ok", "check"],
  exempt: ["", "minus"],
};
/** The server counts no further. */
const MOST_MISSED = 99;

export function surveyChip(state: Clock["state"]): TemplateResult {
  const [tone, sign] = LOOKS[state];
  return html`<span class="chip ${tone}" data-survey=${state}>${icon(sign, "0.875rem")}${term("survey_state", state)}</span>`;
}

/** How the survey of a cell stands at every level, the last ones on record, and recording one. */
@customElement("sg-surveys")
export class Surveys extends View {
  @property({ type: Number }) cell = 0;
  @property({ attribute: false }) context!: PanelContext;
  /** what the counts say: another number means that the clock turned */
  @property({ type: Number }) overdue = 0;
  @state() private clocks: readonly Clock[] = [];
  @state() private surveys: readonly Survey[] = [];
  @state() private failed = false;
  @state() private writing: Place | null = null;
  @state() private said = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("cell")) {
      this.clocks = [];
      this.surveys = [];
      this.writing = null;
      this.said = "";
    }
    if (changed.has("cell") || changed.has("overdue")) void this.load();
  }

  private async load(): Promise<void> {
    const { cell } = this;
    try {
      const found = await this.context.api.get<components["schemas"]["SurveyList"]>(`/surveys?cell=${cell}`);
      if (cell !== this.cell) return;
      this.clocks = found.clocks;
      this.surveys = found.surveys;
      this.failed = false;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = cell === this.cell;
    }
  }

  protected override render(): TemplateResult {
    const own = this.clocks[0];
    return html`${
      this.failed
        ? html`<p class="meta" role="alert">${t("survey.failed")}
          <button class="btn btn-plain btn-small" type="button" @click=${() => void this.load()}>${t("act.retry")}</button></p>`
        : nothing
    }
    <ul class="rows survey-clocks">${this.clocks.map((clock) => this.clock(clock))}</ul>
    ${this.said ? html`<p class="notice notice-ok" role="status">${icon("check", "1.125rem")}<span>${this.said}</span></p>` : nothing}
    ${own?.mine ? this.recording() : nothing}
    ${this.surveys.length ? fold(`${t("survey.list")} ${this.surveys.length}`, this.list()) : nothing}`;
  }

  private clock(clock: Clock): TemplateResult {
    const { latest, missed } = clock;
    const period =
      clock.first === clock.last
        ? t("survey.today", { first: clock.first.slice(5) })
        : t("survey.period", { first: clock.first.slice(5), last: clock.last.slice(5) });
    const last = latest
      ? t("survey.latest", { at: latest.at.slice(5), who: latest.person?.name ?? "" })
      : t("survey.never");
    const late =
      missed > 1 ? t(missed < MOST_MISSED ? "survey.missed" : "survey.missed_many", { n: missed }) : "";
    return html`<li class="survey-row" data-level=${clock.level}><span class="row-text">
        <b>${term("survey_cadence", clock.cadence)} <span class="quiet">${clock.cell_name}</span></b>
        <span class="meta">${[term("survey_why", clock.why), late].filter(Boolean).join(" · ")}</span>
        <span class="meta quiet">${period} · ${last}</span></span>${surveyChip(clock.state)}</li>`;
  }

  private recording(): TemplateResult {
    if (!this.writing)
      return html`<button class="btn btn-main btn-wide" type="button" data-act="survey" @click=${() => {
        this.writing = new Place();
        this.said = "";
      }}>${icon("check", "1.125rem")}${t("survey.record")}</button>`;
    const fields: FormField[] = [
      { name: "note", label: t("survey.note"), control: "longtext", required: false },
      { name: "photos", label: t("survey.photos"), control: "photos", required: false },
    ];
    return html`<sg-form id="survey" .fields=${fields} .services=${this.context.services} .send=${this.send}
      draft=${`survey.${this.cell}`} label=${t("survey.record")}></sg-form>`;
  }

  private readonly send: Send = async (body: Values, key) => {
    const about = { cell: this.cell, ...body, ...(this.writing ?? new Place()).stamp() };
    const made = await this.context.api.post<Made>("/surveys", about, { key });
    this.writing = null;
    this.said = t(made.counts ? "survey.kept" : "survey.kept_more");
    await this.load();
  };

  private list(): TemplateResult {
    return html`<ul class="rows">${this.surveys.map((survey) => row(survey))}</ul><p class="meta quiet">${t("survey.hint")}</p>`;
  }
}

function row(survey: Survey): TemplateResult {
  return html`<li class="survey-row"><span class="row-text"><b>${survey.person.name} <span class="num quiet">${shortTime(survey.made_at)}</span></b>
    ${survey.note ? html`<span>${survey.note}</span>` : nothing}
    <span class="meta quiet">${placeWords(survey.presence)}${survey.presence.clock_off ? ` · ${t("survey.clock_off")}` : ""}</span>
    ${
      survey.photos.length
        ? html`<span class="survey-photos">${survey.photos.map(
            (id, i) =>
              html`<a href="/api/uploads/${id}" target="_blank" rel="noopener"><img src="/api/uploads/${id}" loading="lazy" alt=${t("hazard.photo", { n: i + 1 })} /></a>`,
          )}</span>`
        : nothing
    }</span>
    ${survey.counts ? nothing : html`<span class="chip chip-note">${t("survey.extra")}</span>`}</li>`;
}

function length(metres: number): string {
  return metres < 1_000 ? `${number(metres)} m` : `${number(metres / 1_000, 1)} km`;
}

const PLACE = {
  survey: { there: "survey.there", near: "survey.near", far: "survey.far" },
  inbox: { there: "inbox.there", near: "inbox.near", far: "inbox.far" },
} as const;

/** How near the phone was, in words that promise no more than it knows. */
export function placeWords(presence: Survey["presence"], of: "survey" | "inbox" = "survey"): string {
  const { judged, metres } = presence;
  if (judged === "unknown") return t("survey.unknown");
  return t(PLACE[of][judged], { m: length(metres ?? 0) });
}
