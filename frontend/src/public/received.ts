import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/index.ts";
import { icon } from "../ui/icons.ts";
import { View } from "../ui/view.ts";
import type { PhotoSender } from "./photo-sender.ts";
import type { Received } from "./wire.ts";

/** After sending: the code, once. */
@customElement("sg-report-received")
export class ReportReceived extends View {
  @property({ attribute: false }) received!: Received;
  /** of its photos; changes are told by the page */
  @property({ attribute: false }) sender: PhotoSender | null = null;
  @property({ type: Number }) left = 0;
  @state() private copied = false;

  protected override firstUpdated(): void {
    this.querySelector("h2")?.focus();
  }

  protected override render(): TemplateResult {
    const { number, code, place } = this.received;
    return html`<section class="report-done">
      <h2 tabindex="-1">${icon("check", "1.75rem")}<span>${t("public.sent")}</span></h2>
      <p class="meta">${number} · ${place ? t("public.sent_place", { place }) : t("public.sent_nowhere")}</p>
      ${this.photos()}
      <div class="report-code"><p class="meta">${t("public.code")}</p><p class="num report-code-text" translate="no">${code}</p>
        <button class="btn" type="button" @click=${this.onCopy}>${icon(this.copied ? "check" : "copy", "1.125rem")}<span aria-live="polite">${t(this.copied ? "act.copied" : "act.copy")}</span></button></div>
      <p class="notice notice-warn">${icon("info", "1.125rem")}<span>${t("public.code_keep")}</span></p>
      <div class="report-after">
        <button class="btn btn-main" type="button" @click=${() => this.tell("follow", code)}>${t("public.follow")}</button>
        <button class="btn" type="button" ?disabled=${Boolean(this.sender?.left)} @click=${() => this.tell("another", null)}>${t("public.again")}</button></div>
    </section>`;
  }

  private photos(): TemplateResult | typeof nothing {
    const { sender } = this;
    if (!sender) return nothing;
    const refused = sender.refused.map(
      (why) =>
        html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${why}</span></p>`,
    );
    if (sender.left === 0) return html`${refused}`;
    const going = sender.busy && !sender.trouble;
    return html`${refused}<div class="report-photos" role="status"><p class="notice notice-warn">${icon(going ? "wait" : "offline", "1.125rem", going ? "spin" : "")}
      <span>${t(going ? "public.photos_going" : "public.photos_waiting", { n: sender.left })}</span></p>
      ${going ? nothing : html`<button class="btn" type="button" @click=${() => void sender.go()}>${t("public.photos_again")}</button>`}</div>`;
  }

  private readonly onCopy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.received.code);
      this.copied = true;
    } catch {
      // Not over HTTPS, or not allowed: the code is marked, to be copied by hand.
      const code = this.querySelector(".report-code-text");
      if (code) window.getSelection()?.selectAllChildren(code);
    }
  };
}
