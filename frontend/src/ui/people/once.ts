import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

/** A password or link that is shown once and never again. */
@customElement("sg-once")
export class Once extends View {
  @property() words = "";
  @property() secret = "";
  @state() private copied = false;

  protected override render(): TemplateResult {
    return html`<div class="once" role="status">
      <p>${icon("key", "1.125rem")}<span>${this.words}</span></p>
      <p class="once-secret"><code>${this.secret}</code>
        <button class="btn btn-small" type="button" @click=${this.copy}>${t(this.copied ? "act.copied" : "act.copy")}</button></p>
      <button class="btn" type="button" @click=${() => this.tell("noted", null)}>${t("people.once_done")}</button>
    </div>`;
  }

  private readonly copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(this.secret);
    this.copied = true;
  };
}
