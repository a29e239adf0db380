import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, say, t } from "../../i18n/index.ts";
import { hasTerm, term } from "../../i18n/terms.ts";
import { ApiError, newKey } from "../../net/api.ts";
import {
  FACTORS,
  type Inputs,
  type Method,
  type Rated,
  rate,
  residual,
  scaleOf,
} from "../../state/assess.ts";
import { dropDraft, loadDraft, loadSentKey, saveDraft, saveSentKey } from "../form/drafts.ts";
import { icon } from "../icons.ts";
import { levelWord } from "../level.ts";
import { View } from "../view.ts";
import type { EnterpriseContext, OwnPoint, Rules } from "./types.ts";

const LONGEST = 500;
const METHODS: readonly Method[] = ["LEC", "LS"];

/** "D = L × E × C = 6 × 6 × 15 = 540": the formula with the numbers that were chosen. */
export function formulaText(method: string, inputs: Inputs, value: number | null): string {
  const factors = FACTORS[method as Method] ?? [];
  const letters = factors.map((one) => one.toUpperCase()).join(" × ");
  const numbers = factors.map((one) => inputs[one] ?? "?").join(" × ");
  return `${method === "LEC" ? "D" : "R"} = ${letters} = ${numbers} = ${value ?? "?"}`;
}

type Draft = Pick<Assess, "method" | "first" | "second" | "again" | "reason"> & { verified: number[] };

/** LEC or LS on screen: the formula with its numbers, and the colour, change with every choice. */
@customElement("sg-ent-assess")
export class Assess extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  @property({ attribute: false }) point!: OwnPoint;
  @property({ attribute: false }) rules!: Rules;
  @state() method: Method = "LEC";
  @state() first: Inputs = {};
  /** after the control measures, where any was verified */
  @state() second: Inputs = {};
  @state() again = false;
  @state() verified: ReadonlySet<number> = new Set();
  @state() reason = "";
  @state() private busy = false;
  @state() private refusal = "";
  private key = newKey();

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.point.method === "LS" || this.point.method === "LEC") {
      this.method = this.point.method;
      const known = Object.entries(this.point.inputs).map(([name, value]) => [name.toLowerCase(), value]);
      this.first = Object.fromEntries(known) as Inputs;
    }
    const kept = loadDraft(this.draft) as Draft | null;
    if (!kept) return;
    const there = new Set(this.point.measures.map(({ id }) => id));
    Object.assign(this, kept, { verified: new Set(kept.verified.filter((id) => there.has(id))) });
    this.key = loadSentKey(this.draft) ?? this.key;
  }

  private get draft(): string {
    return `assess.${this.point.id}`;
  }

  /** What was chosen and written outlives a reload, until it is with the head. */
  private keep(change: Partial<Pick<Assess, keyof Draft>>): void {
    Object.assign(this, change);
    const { method, first, second, again, reason } = this;
    saveDraft(this.draft, { method, first, second, again, reason, verified: [...this.verified] });
  }

  protected override render(): TemplateResult {
    const before = rate(this.method, this.first, this.rules);
    const after = this.again ? rate(this.method, this.second, this.rules) : null;
    const left = before ? residual(before, after, this.rules) : 0;
    const ready = before !== null && (!this.again || after !== null);
    return html`<form class="ent-assess" @submit=${(event: Event) => void this.send(event, ready)}>
      <div class="segments" role="radiogroup" aria-label=${t("ent.method")}>${METHODS.map((one) => this.methodChoice(one))}</div>
      ${this.factors("first", this.first)}
      ${this.result(t("ent.inherent"), this.first, before)}
      ${this.measures()}
      ${this.again ? html`${this.factors("second", this.second)}${this.result(t("ent.after_measures"), this.second, after)}` : nothing}
      <p class="ent-verdict" role="status"><span>${t("ent.residual")}</span> ${ready ? levelWord(left) : html`<span class="meta">${t("ent.choose_all")}</span>`}
        ${after && before && after.level > left ? html`<span class="meta">${t("ent.one_step", { n: this.rules.better })}</span>` : nothing}</p>
      <div class="field"><label for="assess-reason">${t("ent.assess_reason")} <span class="meta quiet">${t("form.optional")}</span></label>
        <textarea class="input" id="assess-reason" rows="2" maxlength=${LONGEST} .value=${this.reason} @input=${(
          event: Event,
        ) => {
          this.keep({ reason: (event.target as HTMLTextAreaElement).value });
        }}></textarea>${this.reason.length >= LONGEST ? html`<p class="meta" role="status">${t("form.most", { n: LONGEST })}</p>` : nothing}</div>
      ${this.refusal ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.refusal}</span></p>` : nothing}
      <button class="btn btn-main btn-wide" type="submit" ?disabled=${this.busy || !ready}>${t("ent.send_to_sign")}</button>
      <p class="meta">${t("ent.assess_valid", { n: this.rules.months })}</p>
    </form>`;
  }

  private methodChoice(one: Method): TemplateResult {
    return html`<label class="segment"><input type="radio" name="method" value=${one} .checked=${one === this.method} @change=${() => {
      this.keep({ method: one, first: {}, second: {} });
    }} /><span>${t(one === "LEC" ? "ent.lec" : "ent.ls")}</span></label>`;
  }

  private factors(which: "first" | "second", inputs: Inputs): TemplateResult {
    return html`<div class="ent-factors">${FACTORS[this.method].map((factor) => {
      const id = `${which}-${factor}`;
      const group = `${this.method.toLowerCase()}_${factor}`;
      return html`<div class="field"><label for=${id}>${term("input", factor)}</label>
        <select class="input" id=${id} @change=${(event: Event) => this.choose(which, factor, (event.target as HTMLSelectElement).value)}>
          <option value="" ?selected=${inputs[factor] === undefined}>${t("form.choose")}</option>
          ${scaleOf(this.method, factor, this.rules).map(
            (value) =>
              html`<option value=${value} ?selected=${inputs[factor] === value}>${value}${hasTerm(group, value) ? ` · ${term(group, value)}` : ""}</option>`,
          )}</select></div>`;
    })}</div>`;
  }

  private choose(which: "first" | "second", factor: "l" | "e" | "c" | "s", value: string): void {
    const chosen = { ...this[which] };
    if (value === "") delete chosen[factor];
    else chosen[factor] = Number(value);
    this.keep({ [which]: chosen });
  }

  private result(title: string, inputs: Inputs, rated: Rated | null): TemplateResult {
    return html`<div class="ent-result ${rated ? `ent-result-${rated.level}` : ""}" aria-live="polite">
      <p class="meta">${title}</p><p class="num ent-formula">${formulaText(this.method, inputs, rated?.value ?? null)}</p>
      ${rated ? html`<p>${levelWord(rated.level)} <span class="meta">${say(rated.band)}</span></p>` : nothing}</div>`;
  }

  private measures(): TemplateResult | typeof nothing {
    if (this.point.measures.length === 0) return html`<p class="meta">${t("ent.no_measures")}</p>`;
    return html`<fieldset class="ent-verify"><legend>${t("ent.verify")}</legend>
      <p class="meta">${t("ent.verify_lead")}</p>
      ${this.point.measures.map(
        (
          one,
        ) => html`<label class="check"><input type="checkbox" .checked=${this.verified.has(one.id)} @change=${(event: Event) => this.verify(one.id, (event.target as HTMLInputElement).checked)} />
        <span><b>${term("measure_kind", one.kind)}</b> ${one.text}</span></label>`,
      )}</fieldset>`;
  }

  private verify(id: number, yes: boolean): void {
    const now = new Set(this.verified);
    if (yes) now.add(id);
    else now.delete(id);
    // The second rating begins where the first one is: what the measures change is then chosen.
    const second = now.size && !this.again ? { ...this.first } : this.second;
    this.keep({ verified: now, second, again: now.size > 0 });
  }

  private async send(event: Event, ready: boolean): Promise<void> {
    event.preventDefault();
    if (!ready || this.busy) return;
    this.busy = true;
    this.refusal = "";
    const body = {
      method: this.method,
      inputs: this.first,
      after: this.again ? this.second : null,
      verified: [...this.verified],
      reason: this.reason,
    };
    try {
      await this.context.api.post(`/enterprise/points/${this.point.id}/assess`, body, { key: this.key });
      this.key = newKey();
      dropDraft(this.draft);
      this.tell("assessed", this.point.id);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      // A call without an answer keeps its key, over a reload too: trying again cannot file it twice.
      if (failure.status !== 0) this.key = newKey();
      saveSentKey(this.draft, failure.status === 0 ? this.key : null);
      this.refusal = failure.text(lang());
    } finally {
      this.busy = false;
    }
  }
}
