import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, say, t } from "../../i18n/index.ts";
import { ApiError, newKey } from "../../net/api.ts";
import "../dialog.ts";
import { fromChina } from "../../state/china.ts";
import { dateTime, localInput } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { gravity, namesOf } from "./parts.ts";
import type { Session } from "./session.ts";
import type { Problem, Problems, Published } from "./types.ts";

/** Before a plan takes force: what is wrong, which warnings are taken note of, when. */
@customElement("sg-plan-publish")
export class PlanPublish extends View {
  @property({ attribute: false }) session!: Session;
  @state() private problems: Problems | null = null;
  @state() private accepted: ReadonlySet<string> = new Set();
  @state() private later = "";
  @state() private busy = false;
  @state() private refusal = "";
  /** another plan took force meanwhile: publishing would be refused again until the steps were carried over */
  @state() private overtaken = false;
  private key = newKey();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.check();
  }

  private async check(): Promise<void> {
    try {
      this.problems = await this.session.api.get<Problems>(`${this.session.path}/problems`);
    } catch (failure) {
      this.refused(failure);
    }
  }

  private refused(failure: unknown): void {
    if (!(failure instanceof ApiError)) throw failure;
    this.refusal = failure.text(lang());
    this.overtaken = failure.code === "BASE_MOVED";
    if (failure.status !== 0) this.key = newKey();
  }

  protected override render(): TemplateResult {
    return html`<sg-dialog heading=${t("planner.publish_title", { name: this.session.plan.name })} .content=${this.content()} @closed=${() => this.tell("done", null)}></sg-dialog>`;
  }

  private content(): TemplateResult {
    const { problems } = this;
    return html`<div class="plan-publish" data-checked=${problems ? "yes" : "no"}><p>${t("planner.publish_lead")}</p>
      ${problems ? this.checks(problems) : html`<p role="status" class="meta">${t("planner.problems_wait")}</p>`}
      ${this.approval()}
      <div class="field"><label for="publish-later">${t("planner.effective")} <span class="meta quiet">${t("form.optional")}</span></label>
        <input class="input" id="publish-later" type="datetime-local" min=${localInput(new Date())} .value=${this.later} @input=${(
          event: Event,
        ) => {
          this.later = (event.target as HTMLInputElement).value;
        }} /><p class="meta">${t("planner.effective_hint")}</p></div>
      ${this.refusal ? html`<div class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<p>${this.refusal}</p><p class="meta">${t("planner.draft_kept")}</p></div>` : nothing}
      ${this.overtaken ? this.carryOver() : this.publishNow()}</div>`;
  }

  private publishNow(): TemplateResult {
    return html`<button class="btn btn-main btn-wide" type="button" data-act="publish-now" ?disabled=${!this.ready()} @click=${() => void this.go()}>
        ${this.busy ? html`${icon("wait", "1.125rem", "spin")}${t("form.sending")}` : t(this.later ? "planner.publish_later" : "planner.publish_now")}</button>`;
  }

  private carryOver(): TemplateResult {
    return html`<button class="btn btn-main btn-wide" type="button" data-act="carry-over" @click=${() => this.tell("rebase", null)}>${t("planner.rebase")}</button>`;
  }

  private ready(): boolean {
    const { needed, by } = this.session.plan.approval;
    if (this.busy || !this.problems || this.problems.errors > 0 || (needed && !by)) return false;
    return warnings(this.problems).every((code) => this.accepted.has(code));
  }

  private checks(problems: Problems): TemplateResult {
    if (problems.problems.length === 0)
      return html`<p class="plan-fine">${icon("check", "1rem")}${t("planner.problems_none")}</p>`;
    const codes = [...new Set(problems.problems.map((one) => one.code))];
    return html`<ul class="plan-checks">${codes.map((code) => this.group(problems.problems.filter((one) => one.code === code)))}</ul>
      ${problems.errors ? html`<p class="notice notice-bad">${icon("warn", "1.125rem")}<span>${t("planner.errors_first")}</span></p>` : nothing}`;
  }

  private group(alike: readonly Problem[]): TemplateResult {
    const [first] = alike;
    if (!first) return html``;
    const texts = [...new Set(alike.map((one) => this.told(one)))];
    const shown = texts.slice(0, 3);
    return html`<li>${gravity(first.severity)}<div>${shown.map((text) => html`<p>${text}</p>`)}
        ${texts.length > shown.length ? html`<p class="meta">${t("planner.and_more", { n: texts.length - shown.length })}</p>` : nothing}
        ${first.severity === "warning" ? this.accept(first.code) : nothing}</div></li>`;
  }

  /** With the names of the cells, unless there are too many to say. */
  private told({ cells, text }: Problem): string {
    const names = namesOf(this.session.ground, cells);
    return names ? t("planner.of_cell", { name: names, words: say(text) }) : say(text);
  }

  private accept(code: string): TemplateResult {
    return html`<label class="check"><input type="checkbox" name="accept" value=${code} .checked=${this.accepted.has(code)} @change=${(
      event: Event,
    ) => {
      const next = new Set(this.accepted);
      if ((event.target as HTMLInputElement).checked) next.add(code);
      else next.delete(code);
      this.accepted = next;
    }} /><span>${t("planner.accept")}</span></label>`;
  }

  private approval(): TemplateResult | typeof nothing {
    const { needed, by } = this.session.plan.approval;
    if (by)
      return html`<p class="plan-fine">${icon("check", "1rem")}${t("planner.approved_by", { who: by.name })}</p>`;
    return needed
      ? html`<p class="notice notice-warn">${icon("info", "1.125rem")}<span>${t("planner.approval_needed")}</span></p>`
      : nothing;
  }

  private async go(): Promise<void> {
    this.busy = true;
    this.refusal = "";
    try {
      const effective = this.later ? { effective_at: fromChina(this.later).toISOString() } : {};
      const body = { accepted: [...this.accepted], ...effective };
      const published = await this.session.act<Published>("/publish", body, this.key);
      this.tell("published", published);
    } catch (failure) {
      this.refused(failure);
    } finally {
      this.busy = false;
    }
  }
}

function warnings(problems: Problems): string[] {
  return [...new Set(problems.problems.filter((one) => one.severity === "warning").map((one) => one.code))];
}

/** What publishing did, in a sentence. */
export function publishedWords({ plan, version, moved, takeovers }: Published): string {
  if (version === null) return t("planner.scheduled_for", { at: dateTime(plan.effective_at) });
  return t("planner.published_words", {
    version,
    points: moved.point,
    units: moved.unit,
    hazards: moved.hazard,
    takeovers,
  });
}
