import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { say, t } from "../../i18n/index.ts";
import { type Api, ApiError } from "../../net/api.ts";
import type { Store } from "../../state/store.ts";
import { shortTime } from "../format.ts";
import { icon } from "../icons.ts";
import "../takeovers.ts";
import { View } from "../view.ts";
import type { Notice } from "./types.ts";

/** What this person was told: a bell with the number unread, and the list. Told by the log, never polled. */
@customElement("sg-notices")
export class Notices extends View {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) store!: Store;
  @state() private notices: Notice[] = [];
  @state() private open = false;
  /** hazards that wait to be taken over after a change of boundaries */
  @state() private takeovers = 0;
  private stop: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.outside);
  }

  override disconnectedCallback(): void {
    this.stop?.();
    this.stop = null;
    document.removeEventListener("pointerdown", this.outside);
    super.disconnectedCallback();
  }

  protected override willUpdate(_: PropertyValues<this>): void {
    if (this.stop) return;
    this.stop = this.store.subscribe((change) => {
      if (change.reset || change.told.some((op) => op.o === "notice")) void this.load();
    });
    void this.load();
  }

  private readonly outside = (event: Event): void => {
    if (this.open && !this.contains(event.target as Node)) this.open = false;
  };

  private async load(): Promise<void> {
    try {
      this.notices = (await this.api.get<{ notices: Notice[] }>("/notices")).notices;
    } catch (failure) {
      // The bell keeps what it knew; the next notice or snapshot asks again.
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("notices were not read", failure.code);
    }
  }

  private get unread(): Notice[] {
    return this.notices.filter((notice) => notice.read_at === null);
  }

  protected override render(): TemplateResult {
    const n = this.unread.length + this.takeovers;
    const label = n ? t("notices.unread", { n }) : t("notices.title");
    return html`<div class="menu notices" @keydown=${this.onKey}>
      <button class="btn btn-icon notices-button" type="button" aria-expanded=${this.open} aria-controls="notices-list" aria-label=${label} title=${label}
        @click=${() => {
          this.open = !this.open;
        }}>${icon("inbox")}${n ? html`<span class="badge num" aria-hidden="true">${n > 99 ? "99+" : n}</span>` : nothing}</button>
      <div id="notices-list" class="menu-pop notices-pop scroll" ?hidden=${!this.open}>
        <sg-takeovers .api=${this.api} .store=${this.store} @takeovers=${(event: CustomEvent<number>) => {
          this.takeovers = event.detail;
        }}></sg-takeovers>
        ${
          this.notices.length
            ? html`<ul class="rows">${this.notices.slice(0, 50).map((notice) => this.row(notice))}</ul>`
            : html`<p class="meta">${t("notices.none")}</p>`
        }</div>
      <span class="visually-hidden" role="status">${n ? t("notices.unread", { n }) : nothing}</span></div>`;
  }

  private row(notice: Notice): TemplateResult {
    const fresh = notice.read_at === null;
    return html`<li class="notice-row ${fresh ? "notice-unread" : ""}">
      <button class="row" type="button" @click=${() => void this.read(notice)}>
        <span class="row-text"><b>${say(notice.title)}</b><span>${notice.text}</span></span>
        <time class="num meta" datetime=${notice.at}>${shortTime(notice.at)}</time></button></li>`;
  }

  /** Looked at: it is read, and its alarm opens where the page can. */
  private async read(notice: Notice): Promise<void> {
    if (notice.read_at === null) {
      const read = { ...notice, read_at: new Date().toISOString() };
      this.notices = this.notices.map((one) => (one.id === notice.id ? read : one));
      await this.api.post(`/notices/${notice.id}/read`);
    }
    if (notice.alarm) this.tell("open-alarm", notice.alarm);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.querySelector<HTMLElement>(".notices-button")?.focus();
  };
}
