import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../generated/api.ts";
import { lang, t } from "../i18n/index.ts";
import { type Api, ApiError } from "../net/api.ts";
import type { Store } from "../state/store.ts";
import { shortTime } from "./format.ts";
import { hazardMark } from "./icons.ts";
import { View } from "./view.ts";

type Takeover = components["schemas"]["TakeoverOut"];

/** Open hazards that new boundaries have put on the viewer's ground, each to be accepted. */
@customElement("sg-takeovers")
export class Takeovers extends View {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) store!: Store;
  @state() private waiting: readonly Takeover[] = [];
  @state() private refusal = "";
  private stop: (() => void) | null = null;

  override disconnectedCallback(): void {
    this.stop?.();
    this.stop = null;
    super.disconnectedCallback();
  }

  protected override willUpdate(): void {
    if (this.stop) return;
    // New boundaries reset every screen.
    this.stop = this.store.subscribe((change) => {
      if (change.reset) void this.load();
    });
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const { takeovers } = await this.api.get<{ takeovers: Takeover[] }>("/takeovers");
      this.waiting = takeovers.filter((one) => one.accepted_at === null);
      this.tell("takeovers", this.waiting.length);
    } catch (failure) {
      // Keeps what it knew; the next snapshot asks again.
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("takeovers were not read", failure.code);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.waiting.length === 0) return nothing;
    return html`<section class="takeovers" aria-labelledby="takeovers-title"><h2 id="takeovers-title">${t("takeover.title")}</h2>
      <p class="meta">${t("takeover.lead")}</p>${this.refusal ? html`<p class="field-error" role="alert">${this.refusal}</p>` : nothing}
      <ul class="rows">${this.waiting.map((one) => this.row(one))}</ul></section>`;
  }

  private row({ id, hazard, source, at }: Takeover): TemplateResult {
    return html`<li class="takeover" data-takeover=${id}>${hazardMark(hazard.major)}
      <span class="row-text"><a href="/map?sel=hazard:${hazard.id}">${hazard.title}</a><span class="meta">${hazard.number} · ${t("takeover.from", { name: source?.name ?? "—" })} · ${shortTime(at)}</span></span>
      ${hazard.overdue ? html`<span class="chip chip-bad">${t("hazard.overdue")}</span>` : nothing}
      <button class="btn btn-small btn-main" type="button" @click=${() => void this.accept(id)}>${t("takeover.accept")}</button></li>`;
  }

  private async accept(id: number): Promise<void> {
    this.refusal = "";
    try {
      await this.api.post(`/takeovers/${id}/accept`);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
    }
    await this.load();
  }
}
