import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, say, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { ApiError, newKey } from "../../net/api.ts";
import { dropDraft, loadDraft, saveDraft } from "../form/drafts.ts";
import { fieldView } from "../form/field.ts";
import { type FormField, fieldsFrom, missing, type Values } from "../form/spec.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import {
  type Answers,
  type Checklist,
  countOf,
  type Item,
  type Outcome,
  openItems,
  photosOf,
  resultsOf,
  type Way,
  wayOf,
} from "./check-model.ts";
import type { EnterpriseContext } from "./types.ts";

const OUTCOMES: readonly Outcome[] = ["pass", "fail", "na"];
const RESULTS = { pass: "ent.result_pass", fail: "ent.result_fail", na: "ent.result_na" } as const;
const WAYS: readonly Way[] = ["self", "report", "major"];
const WAY_WORDS = { self: "ent.way_self", report: "ent.way_report", major: "ent.way_major" } as const;
const WAY_LEADS = {
  self: "ent.way_self_lead",
  report: "ent.way_report_lead",
  major: "ent.way_major_lead",
} as const;

/** Fields of a failed item's hazard: the five of the law where the unit puts it right, photos where it reports. */
function hazardFields(way: Way): FormField[] {
  const text: FormField = { name: "text", label: t("report.text"), control: "longtext", required: true };
  const photos: FormField = {
    name: "photos",
    label: t("report.photos"),
    control: "photos",
    required: way !== "self",
  };
  return way === "self" ? [text, photos, ...fieldsFrom([{ field: "five", type: "five" }])] : [text, photos];
}

/** A checklist being worked through: one item after another, nothing lost by a reload, sent as a whole. */
@customElement("sg-ent-check-run")
export class CheckRun extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  @property({ attribute: false }) list!: Checklist;
  @state() private answers: Answers = {};
  @state() private shown = false;
  @state() private busy = false;
  @state() private refusal = "";
  private key = newKey();
  private began = new Date().toISOString();

  private get draft(): string {
    return `check.${this.context.unit.id}.${this.list.code}.${this.list.version}`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const kept = loadDraft(this.draft);
    if (!kept) return;
    this.answers = (kept["answers"] ?? {}) as Answers;
    this.began = String(kept["began"] ?? this.began);
  }

  private set(item: Item, change: { result?: Outcome; hazard?: Values }): void {
    const known = this.answers[item.id];
    const result = change.result ?? known?.result ?? "pass";
    this.answers = { ...this.answers, [item.id]: { ...known, ...change, result } };
    saveDraft(this.draft, { answers: this.answers, began: this.began });
  }

  protected override render(): TemplateResult {
    const count = countOf(this.list, this.answers);
    return html`<header class="ent-run-head"><h2>${say(this.list.title)}</h2><span class="num">${count.done} / ${count.all}</span>
        <div class="ent-meter" role="progressbar" aria-valuenow=${count.done} aria-valuemin="0" aria-valuemax=${count.all} aria-label=${t("ent.progress")}>
          <i style="width:${(100 * count.done) / Math.max(1, count.all)}%"></i></div></header>
      <ol class="ent-items">${this.list.items.map((item, i) => this.item(item, i))}</ol>
      ${this.refusal ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.refusal}</span></p>` : nothing}
      <div class="ent-run-foot"><p class="meta">${t("ent.run_count", { pass: count.pass, fail: count.fail, na: count.na })}</p>
        <button class="btn btn-main btn-wide" type="button" ?disabled=${this.busy} @click=${this.submit}>${this.busy ? t("form.sending") : t("ent.check_submit")}</button></div>`;
  }

  private item(item: Item, i: number): TemplateResult {
    const answer = this.answers[item.id];
    const lacks = this.shown && !answer;
    const name = `item-${i}`;
    return html`<li class="card ent-item ${answer ? `is-${answer.result}` : ""} ${lacks ? "is-open" : ""}" id=${name}>
      <p class="ent-item-what" id="${name}-what"><span class="num">${i + 1}</span><b>${item.what}</b></p>
      ${item.point ? html`<p class="meta">${icon("pin", "0.875rem")} ${item.point.name}</p>` : nothing}
      ${item.how ? html`<p class="meta">${item.how}</p>` : nothing}
      ${item.basis ? html`<p class="meta quiet">${item.basis}</p>` : nothing}
      <div class="segments" role="radiogroup" aria-labelledby="${name}-what">${OUTCOMES.map(
        (
          one,
        ) => html`<label class="segment ent-outcome-${one}"><input type="radio" name=${name} value=${one} .checked=${answer?.result === one} @change=${() => this.set(item, { result: one })} />
        <span>${t(RESULTS[one])}</span></label>`,
      )}</div>
      ${lacks ? html`<p class="field-error">${t("ent.item_open")}</p>` : nothing}
      ${answer?.result === "fail" ? this.hazard(item, i, answer.hazard ?? {}) : nothing}</li>`;
  }

  private hazard(item: Item, i: number, values: Values): TemplateResult {
    const way = wayOf(values);
    const set = (name: string, value: unknown): void =>
      this.set(item, { hazard: { ...values, [name]: value } });
    return html`<div class="ent-failed"><div class="segments" role="radiogroup" aria-label=${t("ent.way")}>${WAYS.map(
      (one) =>
        html`<label class="segment"><input type="radio" name="way-${i}" .checked=${one === way} @change=${() => set("way", one)} /><span>${t(WAY_WORDS[one])}</span></label>`,
    )}</div>
      <p class="meta">${t(WAY_LEADS[way])} · ${term("hazard_category", item.category)}</p>
      ${hazardFields(way).map((field) =>
        fieldView(field, {
          id: `hazard-${i}-${field.name}`,
          value: values[field.name],
          error:
            this.shown && missing([field], values).length ? t("form.missing_one", { name: field.label }) : "",
          services: this.context.services,
          set: (value) => set(field.name, value),
        }),
      )}
      ${
        way === "self"
          ? nothing
          : html`<label class="check"><input type="checkbox" .checked=${values["again"] === true} @change=${(event: Event) => set("again", (event.target as HTMLInputElement).checked)} />
          <span>${t("ent.another")}</span></label>`
      }</div>`;
  }

  private readonly submit = async (): Promise<void> => {
    const open = openItems(this.list, this.answers, hazardFields);
    const [first] = open;
    if (first) {
      this.shown = true;
      this.refusal = t("ent.check_open", { n: open.length });
      await this.updateComplete;
      this.querySelector(`#item-${this.list.items.indexOf(first)}`)?.scrollIntoView({ block: "center" });
      return;
    }
    await this.send();
  };

  private async send(): Promise<void> {
    this.busy = true;
    this.refusal = "";
    const now = new Date().toISOString();
    const body = {
      unit: this.context.unit.id,
      checklist: { code: this.list.code, version: this.list.version },
      began_at: this.began,
      ended_at: now,
      results: resultsOf(this.list, this.answers, hazardFields),
    };
    try {
      const made = await this.context.deliver<{ hazards: number[] }>({
        kind: "selfcheck",
        path: "/self-checks",
        title: say(this.list.title),
        fields: body,
        photos: photosOf(body.results),
        key: this.key,
        draft: this.draft,
        section: "check",
        what: this.list.code,
      });
      dropDraft(this.draft);
      this.tell("checked", made?.hazards ?? null);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status !== 0) this.key = newKey();
      this.refusal = failure.text(lang());
    } finally {
      this.busy = false;
    }
  }
}
