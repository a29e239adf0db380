import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { distanceWords } from "../../map/index.ts";
import { ApiError } from "../../net/api.ts";
import { number } from "../format.ts";
import { shape } from "../icons.ts";
import { levelRows } from "../overview.ts";
import { View } from "../view.ts";
import { type Kind, kindsOf, levelsOf } from "./around-model.ts";
import { type DeskContext, RINGS } from "./context.ts";
import type { AroundAnswer } from "./types.ts";

/** What lies within a ring: counted at once, listed on demand, each opening its place on the map. */
@customElement("sg-around")
export class AroundView extends View {
  @property({ attribute: false }) context!: DeskContext;
  @property({ type: Number }) alarm = 0;
  @state() private metres: number = RINGS[0];
  @state() private answer: AroundAnswer | null = null;
  @state() private failed = false;
  private readonly known = new Map<number, AroundAnswer>();
  private running: AbortController | null = null;

  override disconnectedCallback(): void {
    this.running?.abort();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("alarm")) return;
    this.known.clear();
    void this.show(this.metres);
  }

  private async show(metres: number): Promise<void> {
    this.metres = metres;
    this.tell("radius", metres);
    this.running?.abort();
    this.failed = false;
    this.answer = this.known.get(metres) ?? null;
    if (this.answer) return;
    const running = new AbortController();
    this.running = running;
    try {
      const path = `/alarms/${this.alarm}/around?metres=${metres}`;
      const answer = await this.context.api.get<AroundAnswer>(path, { signal: running.signal });
      this.known.set(metres, answer);
      if (!running.signal.aborted) this.answer = answer;
    } catch (failure) {
      if (running.signal.aborted) return;
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = true;
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="segments" role="radiogroup" aria-label=${t("alarm.around_radius")}>${RINGS.map(
      (
        metres,
      ) => html`<label class="segment"><input type="radio" name="around" value=${metres} .checked=${metres === this.metres}
        @change=${() => void this.show(metres)} /><span>${distanceWords(metres)}</span></label>`,
    )}</div>
    ${this.failed ? this.trouble() : this.answer ? this.content(this.answer) : this.waiting()}`;
  }

  private waiting(): TemplateResult {
    return html`<div class="panel-skeleton" role="status" aria-label=${t("panel.loading")}><i class="skeleton"></i><i class="skeleton"></i></div>`;
  }

  private trouble(): TemplateResult {
    return html`<div class="notice notice-bad" role="alert"><span></span><p>${t("alarm.around_failed")}</p>
      <p><button class="btn btn-small" type="button" @click=${() => void this.show(this.metres)}>${t("act.retry")}</button></p></div>`;
  }

  private content(answer: AroundAnswer): TemplateResult {
    const levels = levelsOf(answer);
    return html`<div class="around">${kindsOf(answer).map((kind) => this.kind(kind, levels))}</div>`;
  }

  private kind(kind: Kind, levels: Parameters<typeof levelRows>[0]): TemplateResult {
    return html`<details class="around-kind" data-kind=${kind.name}><summary>
        <span class="around-name">${t(kind.title)}</span><span class="num around-total">${number(kind.total)}</span></summary>
      ${kind.name === "points" ? levelRows(levels) : nothing}
      ${
        kind.rows.length === 0
          ? html`<p class="meta">${t("alarm.around_none")}</p>`
          : html`<ul class="rows">${kind.rows.map(
              (row) => html`<li><button class="row" type="button" @click=${() => this.go(row)}>
            ${row.level ? shape(row.level) : nothing}
            <span class="row-text"><b>${row.name}</b><span class="meta">${[row.note, row.people ? t("alarm.around_number", { n: number(row.people) }) : ""].filter(Boolean).join(" · ")}</span></span>
            ${row.metres === null ? nothing : html`<span class="num meta">${distanceWords(row.metres)}</span>`}</button></li>`,
            )}</ul>`
      }
      ${kind.rows.length < kind.total && kind.rows.length > 0 ? html`<p class="meta quiet">${t("alarm.around_more", { shown: kind.rows.length, total: kind.total })}</p>` : nothing}
    </details>`;
  }

  private go(row: Kind["rows"][number]): void {
    if (row.lon !== null && row.lat !== null) this.context.show(row.lon, row.lat);
  }
}
