import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { say, t } from "../../i18n/index.ts";
import type { Item } from "../../keep/queue.ts";
import { shortTime } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { EnterpriseContext } from "./types.ts";
import type { Unsent } from "./unsent.ts";

/** What has not reached the server yet, said in so many words, and what it refused, to be corrected. */
@customElement("sg-ent-unsent")
export class UnsentList extends View {
  @property({ attribute: false }) unsent!: Unsent;
  @property({ attribute: false }) items: readonly Item[] = [];
  @property({ attribute: false }) go!: EnterpriseContext["go"];
  @property({ type: Boolean }) offline = false;
  @state() private busy = false;
  @state() private sure = "";
  /** its form holds something else */
  @state() private full = "";

  protected override render(): TemplateResult | typeof nothing {
    const waiting = this.items.filter(({ state }) => state === "waiting");
    const refused = this.items.filter(({ state }) => state === "refused");
    if (!this.offline && this.items.length === 0) return nothing;
    return html`<div class="ent-unsent">
      ${
        this.offline || waiting.length
          ? html`<div class="notice notice-warn" role="status">${icon(this.offline ? "offline" : "clock", "1.125rem")}
        <div><p>${this.offline ? t("ent.offline") : ""} ${waiting.length ? t("ent.unsent", { n: waiting.length }) : ""}</p>
          ${waiting.length ? html`<ul>${waiting.map((one) => html`<li data-unsent=${one.id}><b>${one.body.title}</b> <span class="meta">${shortTime(one.made_at)}</span></li>`)}</ul>` : nothing}
          ${waiting.length && !this.offline ? html`<button class="btn btn-small" type="button" ?disabled=${this.busy} @click=${this.now}>${t("ent.unsent_now")}</button>` : nothing}</div></div>`
          : nothing
      }
      ${refused.map((one) => this.refused(one))}</div>`;
  }

  private refused(item: Item): TemplateResult {
    const message = item.refusal?.message;
    return html`<div class="notice notice-bad" role="alert" data-unsent=${item.id}>${icon("warn", "1.125rem")}
      <div><p><b>${t("ent.unsent_refused", { title: item.body.title })}</b></p><p>${message ? say(message) : (item.refusal?.code ?? "")}</p>
        ${this.full === item.id ? html`<p>${t("ent.unsent_busy")}</p>` : nothing}
        <p class="ent-row-acts"><button class="btn btn-small btn-main" type="button" @click=${() => void this.reopen(item)}>${t("ent.unsent_open")}</button>
          <button class="btn btn-small" type="button" @click=${() => void this.drop(item)}>${t(this.sure === item.id ? "ent.unsent_sure" : "ent.unsent_drop")}</button></p></div></div>`;
  }

  private readonly now = async (): Promise<void> => {
    this.busy = true;
    try {
      await this.unsent.now();
    } finally {
      this.busy = false;
    }
  };

  private async reopen(item: Item): Promise<void> {
    const to = await this.unsent.reopen(item);
    this.full = to === "busy" ? item.id : "";
    if (to && to !== "busy") this.go(to.section, to.what);
  }

  private async drop(item: Item): Promise<void> {
    if (this.sure === item.id) await this.unsent.drop(item);
    else this.sure = item.id;
  }
}
