import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { join, lang, say, t } from "../../i18n/index.ts";
import { ApiError, newKey } from "../../net/api.ts";
import type { Text } from "../../net/wire.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { dropDraft, loadDraft, loadSentKey, saveDraft, saveSentKey } from "./drafts.ts";
import { fieldView } from "./field.ts";
import type { Services } from "./services.ts";
import { type FormField, isChosen, isEmpty, missing, payload, type Values } from "./spec.ts";

export interface Difference {
  name: string;
  was: string;
  now: string;
}

export type Send = (body: Values, key: string) => Promise<void>;

/**
 * A form made of fields. Whatever happens, nothing that was typed is lost: it is kept as a draft until the server
 * has taken it, a refusal is shown in words above the button, and a change by others is shown before sending again.
 */
@customElement("sg-form")
export class Form extends View {
  @property({ attribute: false }) fields: readonly FormField[] = [];
  @property({ attribute: false }) initial: Values = {};
  @property({ attribute: false }) send: Send | null = null;
  /** Look again after 409 STALE_VERSION; the owner of the form then gives the `differences`. */
  @property({ attribute: false }) recheck: (() => Promise<void>) | null = null;
  /** What others changed since the person began to type. */
  @property({ attribute: false }) differences: readonly Difference[] = [];
  /** Refusals that may be overridden, with the fields that doing so takes. */
  @property({ attribute: false }) overrides: Record<string, readonly FormField[]> = {};
  @property({ attribute: false }) services: Services | null = null;
  @property() draft = "";
  @property() label = "";
  @property({ type: Boolean }) danger = false;
  @state() private values: Values = {};
  @state() private restored = false;
  @state() private shown: ReadonlySet<string> = new Set();
  @state() private refusal: ApiError | null = null;
  @state() private override = "";
  @state() private busy = false;
  private key = newKey();
  private loaded: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("draft") && this.loaded !== null) return;
    if (this.loaded === this.draft) return;
    this.loaded = this.draft;
    const kept = this.draft ? loadDraft(this.draft) : null;
    this.restored = kept !== null;
    this.key = (this.draft && loadSentKey(this.draft)) || newKey();
    this.values = { ...this.initial, ...kept };
    this.refusal = null;
    this.shown = new Set();
    this.override = "";
  }

  private all(): readonly FormField[] {
    // A field that the override makes required may already be there as an optional one.
    const asked = this.overrides[this.override] ?? [];
    const names = new Set(asked.map((field) => field.name));
    return [...this.fields.filter((field) => !names.has(field.name)), ...asked];
  }

  protected override render(): TemplateResult {
    return html`<form novalidate @submit=${this.onSubmit}>
      ${
        this.restored
          ? html`<p class="notice"> ${icon("info", "1.125rem")}<span>${t("form.draft")}
            <button type="button" class="btn btn-plain btn-small" @click=${this.startOver}>${t("form.discard")}</button></span></p>`
          : nothing
      }
      ${this.all().map((field) => this.field(field))}
      ${this.refusalView()}
      <div class="form-acts">
        <button class="btn ${this.danger ? "btn-danger" : "btn-main"} btn-wide" type="submit" ?disabled=${this.busy}>
          ${this.busy ? html`${icon("wait", "1.125rem", "spin")}${t("form.sending")}` : this.buttonLabel()}</button></div>
    </form>`;
  }

  private buttonLabel(): string {
    if (this.override === "DUPLICATE_OPEN") return t("report.override");
    return this.differences.length ? t("form.stale_again") : this.label || t("form.submit");
  }

  private field(field: FormField): TemplateResult {
    return fieldView(field, {
      id: `${this.id || "form"}-${field.name}`,
      value: this.values[field.name],
      error: this.errorOf(field),
      services: this.services,
      set: (value) => this.set(field.name, value),
    });
  }

  private errorOf(field: FormField): string {
    const said = this.refusal?.body.fields?.[field.name] as Text | string | undefined;
    if (said) return say(said);
    if (!this.shown.has(field.name)) return "";
    if (missing([field], this.values).length === 0) return "";
    return t(isChosen(field) ? "form.missing_choice" : "form.missing_one", { name: field.label });
  }

  private set(name: string, value: unknown): void {
    this.values = { ...this.values, [name]: value };
    this.restored = false;
    this.tell("changed", this.values);
    if (this.draft) saveDraft(this.draft, withoutSecrets(this.fields, this.values));
  }

  private readonly startOver = (): void => {
    if (this.draft) dropDraft(this.draft);
    this.restored = false;
    this.values = { ...this.initial };
  };

  private refusalView(): TemplateResult | typeof nothing {
    if (this.differences.length && !this.busy && (!this.refusal || this.refusal.code === "STALE_VERSION"))
      return this.stale();
    if (this.refusal) {
      return html`<div class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}
        <p>${this.refusal.text(lang())}</p><p class="meta">${t("form.kept")}</p></div>`;
    }
    const lacking = missing(this.all(), this.values).filter((field) => this.shown.has(field.name));
    if (lacking.length === 0) return nothing;
    return html`<div class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}
      <p>${t("form.missing", { n: lacking.length, names: join(lacking.map((field) => field.label)) })}</p></div>`;
  }

  private stale(): TemplateResult {
    return html`<div class="notice notice-warn" role="alert">${icon("warn", "1.125rem")}
      <p><b>${t("form.stale_title")}</b></p>
      <ul class="differences">${this.differences.map(
        (d) =>
          html`<li>${d.name}：${t("form.stale_was")} <del>${d.was || "—"}</del> ${t("form.stale_now")} <ins>${d.now || "—"}</ins></li>`,
      )}</ul><p class="meta">${t("form.kept")}</p></div>`;
  }

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.busy) return;
    this.refusal = null;
    const lacking = missing(this.all(), this.values);
    if (lacking.length) {
      this.shown = new Set(this.all().map((field) => field.name));
      this.focusField(lacking[0] as FormField);
      return;
    }
    void this.deliver();
  };

  private focusField(field: FormField): void {
    this.querySelector<HTMLElement>(`#${CSS.escape(`${this.id || "form"}-${field.name}`)}`)?.focus();
  }

  private async deliver(): Promise<void> {
    this.busy = true;
    try {
      const body = payload(this.all(), this.values);
      await this.send?.(this.override ? { ...body, override: true } : body, this.key);
      if (this.draft) dropDraft(this.draft);
      this.key = newKey();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      await this.refused(failure);
    } finally {
      this.busy = false;
    }
  }

  private async refused(failure: ApiError): Promise<void> {
    // An unanswered call keeps its key, over a reload too, so that trying again cannot file it twice.
    const answered = failure.status !== 0;
    if (answered) this.key = newKey();
    if (this.draft) saveSentKey(this.draft, answered ? null : this.key);
    this.refusal = failure;
    if (failure.code === "STALE_VERSION") await this.recheck?.();
    if (failure.code in this.overrides) this.override = failure.code;
    await this.updateComplete;
    this.querySelector(".field-error, .notice-bad, .notice-warn")?.scrollIntoView({ block: "center" });
  }
}

function withoutSecrets(fields: readonly FormField[], values: Values): Values {
  const secret = new Set(fields.filter((field) => field.control === "password").map((field) => field.name));
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !secret.has(name) && !isEmpty(value)),
  );
}
