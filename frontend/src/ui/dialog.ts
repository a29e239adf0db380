import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../i18n/index.ts";
import { icon } from "./icons.ts";
import { View } from "./view.ts";

/** A native modal dialog: the browser keeps the focus inside and gives it back. */
@customElement("sg-dialog")
export class Dialog extends View {
  @property() heading = "";
  /** a person must finish it, e.g. set the first password */
  @property({ type: Boolean }) must = false;
  @property({ attribute: false }) content: TemplateResult | typeof nothing = nothing;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog" aria-labelledby="dialog-heading" @cancel=${this.onCancel} @close=${() => this.tell("closed", null)}>
      <header class="panel-bar"><h2 id="dialog-heading">${this.heading}</h2><span class="grow"></span>
        ${
          this.must
            ? nothing
            : html`<button class="btn btn-icon" type="button" aria-label=${t("act.close")} @click=${() => this.dialog.close()}>${icon("close")}</button>`
        }
      </header>
      <div class="dialog-body">${this.content}</div>
    </dialog>`;
  }

  private readonly onCancel = (event: Event): void => {
    if (this.must) event.preventDefault();
  };
}
