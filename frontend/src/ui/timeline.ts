import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { say, t } from "../i18n/index.ts";
import type { HistoryEntry, Said } from "./details.ts";
import { dateTime } from "./format.ts";
import { levelWord } from "./level.ts";
import { View } from "./view.ts";

const FIRST = 5;

function end(value: Said | number | null | undefined): TemplateResult | string {
  return typeof value === "number" ? levelWord(value) : say(value);
}

/** What happened, newest first; the rest unfolds. */
@customElement("sg-timeline")
export class Timeline extends View {
  @property({ attribute: false }) entries: readonly HistoryEntry[] = [];
  @state() private all = false;

  protected override render(): TemplateResult {
    if (this.entries.length === 0) return html`<p class="meta">${t("history.none")}</p>`;
    const shown = this.all ? this.entries : this.entries.slice(0, FIRST);
    return html`<ol class="timeline">${shown.map((entry) => this.entry(entry))}</ol>
      ${
        shown.length < this.entries.length
          ? html`<button class="btn btn-plain btn-small" @click=${() => {
              this.all = true;
            }}>
            ${t("history.more", { n: this.entries.length })}</button>`
          : nothing
      }`;
  }

  private entry(entry: HistoryEntry): TemplateResult {
    const moved =
      entry.from !== null && entry.from !== undefined && entry.to !== null && entry.to !== undefined;
    return html`<li>
      <p class="timeline-what">${say(entry.what)}
        ${moved ? html`<span class="moved">${end(entry.from)} <span aria-hidden="true">→</span> ${end(entry.to)}</span>` : nothing}</p>
      ${entry.note ? html`<p class="meta">${say(entry.note)}</p>` : nothing}
      <p class="meta quiet"><time class="num" datetime=${entry.at}>${dateTime(entry.at)}</time> ${entry.who}</p>
    </li>`;
  }
}
