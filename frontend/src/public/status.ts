import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import { type Api, ApiError } from "../net/api.ts";
import { dateTime } from "../ui/format.ts";
import { icon } from "../ui/icons.ts";
import { View } from "../ui/view.ts";
import { readCode } from "./code.ts";
import type { Stage, Status } from "./wire.ts";

const WAY: readonly Stage[] = ["received", "checking", "treating", "done"];

/** How far a report is, by its code. The code goes nowhere but to the server, and into no address. */
@customElement("sg-report-status")
export class ReportStatus extends View {
  @property({ attribute: false }) api!: Api;
  /** a code that was just given */
  @property() code = "";
  @state() private status: Status | null = null;
  @state() private busy = false;
  @state() private trouble = "";

  protected override firstUpdated(): void {
    if (this.code) void this.look();
  }

  protected override render(): TemplateResult {
    return html`<form class="report-look" @submit=${this.onSubmit}>
        <div class="field"><label for="code">${t("public.code_enter")}</label>
          <input class="input num report-code-input" id="code" .value=${this.code} autocomplete="off" autocapitalize="characters" spellcheck="false"
            maxlength="60" aria-describedby=${this.trouble ? "code-trouble" : "code-hint"} aria-invalid=${this.trouble !== ""}
            @input=${(event: Event) => {
              this.code = (event.target as HTMLInputElement).value;
            }} /><p id="code-hint" class="meta">${t("public.code_hint")}</p></div>
        <button class="btn btn-main" type="submit" ?disabled=${this.busy}>${this.busy ? t("public.looking") : t("public.look")}</button>
      </form>
      ${this.trouble ? html`<p id="code-trouble" class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.trouble}</span></p>` : nothing}
      <div aria-live="polite">${this.status ? this.found(this.status) : nothing}</div>`;
  }

  private found(status: Status): TemplateResult {
    const off = !WAY.includes(status.stage);
    const at = WAY.indexOf(status.stage);
    return html`<section class="report-status"><h2>${status.number}</h2>
      <p class="meta">${[status.place, t("public.received_at", { at: dateTime(status.received_at) })].filter(Boolean).join(" · ")}</p>
      ${
        off
          ? html`<p class="report-stage report-stage-off">${icon("info", "1.25rem")}<b>${term("public_stage", status.stage)}</b></p>`
          : html`<ol class="report-way" aria-label=${t("public.steps")}>${WAY.map(
              (
                stage,
                i,
              ) => html`<li class=${i < at ? "is-done" : i === at ? "is-now" : ""} aria-current=${i === at ? "step" : nothing}>
          <span class="report-dot">${i < at || (i === at && stage === "done") ? icon("check", "1rem") : html`<b class="num">${i + 1}</b>`}</span>
          <span>${term("public_stage", stage)}${i === at ? html`<small class="meta">${t("public.changed_at", { at: dateTime(status.changed_at) })}</small>` : nothing}</span></li>`,
            )}</ol>`
      }
      <p class="meta report-kept">${icon("lock", "1rem")}<span>${kept(status)}</span></p>
      ${status.reply ? html`<div class="report-reply"><h3>${t("public.reply")}</h3><p>${status.reply}</p></div>` : nothing}
    </section>`;
  }

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.busy) return;
    if (readCode(this.code)) void this.look();
    else {
      this.status = null;
      this.trouble = t("public.code_bad");
      this.querySelector<HTMLElement>("#code")?.focus();
    }
  };

  private async look(): Promise<void> {
    this.busy = true;
    this.trouble = "";
    try {
      this.status = await this.api.post<Status>("/public/status", { code: this.code });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.status = null;
      this.trouble = failure.text(lang());
    } finally {
      this.busy = false;
    }
  }
}

/** What is kept of who sent it, and until when. */
function kept({ identity, erased_on: day, identity_days: days }: Status): string {
  if (identity === "none") return t("public.kept_none");
  const what = t("public.kept");
  if (identity === "erased")
    return `${what}${t("public.colon")}${t("public.kept_erased", { day: day ?? "" })}`;
  if (day) return `${what}${t("public.colon")}${t("public.kept_until", { day })}`;
  return `${what}${t("public.colon")}${days ? t("public.kept_days", { days }) : t("public.kept_for_good")}`;
}
