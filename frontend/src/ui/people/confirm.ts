import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

/** A button that asks once more before it does what cannot be undone, and says why if it was refused. */
@customElement("sg-confirm")
export class Confirm extends View {
  @property() label = "";
  @property() question = "";
  @property({ attribute: false }) act: () => Promise<void> = () => Promise.resolve();
  @state() private asking = false;
  @state() private busy = false;
  @state() private refusal = "";

  protected override render(): TemplateResult {
    if (!this.asking) {
      return html`<button class="btn btn-small" type="button" @click=${() => {
        this.asking = true;
        this.refusal = "";
      }}>${this.label}</button>`;
    }
    return html`<div class="confirm" role="group" aria-label=${this.label}>
      <p>${icon("warn", "1.125rem")}<span>${this.question}</span></p>
      ${this.refusal ? html`<p class="field-error" role="alert">${this.refusal}</p>` : nothing}
      <p class="confirm-acts"><button class="btn btn-small btn-danger" type="button" ?disabled=${this.busy} @click=${this.go}>${t("people.confirm")}</button>
        <button class="btn btn-small" type="button" @click=${() => {
          this.asking = false;
        }}>${t("act.cancel")}</button></p>
    </div>`;
  }

  private readonly go = async (): Promise<void> => {
    this.busy = true;
    this.refusal = "";
    try {
      await this.act();
      this.asking = false;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
    } finally {
      this.busy = false;
    }
  };
}
