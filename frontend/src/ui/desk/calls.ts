import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, say, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import type { Reveal } from "../panel/who.ts";
import { View } from "../view.ts";
import type { Call } from "./types.ts";

/** Those who can act on the spot; the rest is for when they do not answer. */
const FIRST = 5;

/** Whom to call, in which order; one press logs the look and dials. */
@customElement("sg-calls")
export class Calls extends View {
  @property({ attribute: false }) calls: readonly Call[] = [];
  @property({ attribute: false }) reveal: Reveal | null = null;
  @state() private numbers: ReadonlyMap<string, string> = new Map();
  @state() private refusal = "";
  @state() private all = false;

  protected override render(): TemplateResult {
    if (this.calls.length === 0) return html`<p class="meta">${t("alarm.call_none")}</p>`;
    const shown = this.all ? this.calls : this.calls.slice(0, FIRST);
    return html`<ol class="calls">${shown.map((call) => this.row(call))}</ol>
      ${
        shown.length < this.calls.length
          ? html`<button class="btn btn-plain btn-small" type="button" @click=${() => {
              this.all = true;
            }}>${t("who.all", { n: this.calls.length })}</button>`
          : nothing
      }
      ${this.refusal ? html`<p class="field-error" role="alert">${this.refusal}</p>` : nothing}
      ${this.reveal ? html`<p class="meta quiet">${t("who.logged")}</p>` : nothing}`;
  }

  private row(call: Call): TemplateResult {
    return html`<li class="call"><span class="call-order num">${call.order}</span>
      <span class="row-text"><b>${call.name}</b><span class="meta">${say(call.role)}</span></span>
      ${this.phone(call)}</li>`;
  }

  private phone(call: Call): TemplateResult {
    const known = this.numbers.get(call.reveal);
    if (known) {
      return html`<a class="btn btn-main call-dial num" href="tel:${known}" aria-label=${t("alarm.call_dial", { phone: known })}>
        ${icon("phone", "1.125rem")}${known}</a>`;
    }
    if (!call.phone_masked) return html`<span class="meta">${t("who.no_phone")}</span>`;
    if (!this.reveal || !call.reveal) return html`<span class="num quiet">${call.phone_masked}</span>`;
    return html`<button class="btn call-dial num" type="button" aria-label=${t("alarm.call_reveal", { name: call.name })}
      @click=${() => void this.show(call)}>${icon("phone", "1.125rem")}${call.phone_masked}</button>`;
  }

  private async show(call: Call): Promise<void> {
    if (!this.reveal) return;
    this.refusal = "";
    try {
      const phone = await this.reveal(call.reveal.replace(/^\/api/, ""));
      this.numbers = new Map(this.numbers).set(call.reveal, phone);
      await this.updateComplete;
      this.querySelector<HTMLElement>(`a[href="tel:${CSS.escape(phone)}"]`)?.focus();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
    }
  }
}
