import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { say, t } from "../../i18n/index.ts";
import { distanceWords } from "../../map/index.ts";
import type { StoreChange } from "../../state/store.ts";
import { Following } from "../following.ts";
import { icon } from "../icons.ts";
import { PanelData } from "../panel/data.ts";
import { revealOf } from "../panel/responsible.ts";
import { section } from "../panel/sections.ts";
import { View } from "../view.ts";
import "./around.ts";
import "./calls.ts";
import { cardFacts, cardHead, clocksView, timelineView } from "./card-parts.ts";
import { type DeskContext, RINGS } from "./context.ts";
import "./steps.ts";
import type { AlarmSteps } from "./steps.ts";
import type { AlarmDetail } from "./types.ts";

/** All about one alarm, the next step on top. It reads again whenever the log says that it changed. */
@customElement("sg-alarm-card")
export class AlarmCard extends View {
  @property({ type: Number }) alarm = 0;
  @property({ attribute: false }) context!: DeskContext;
  /** the page's clock ticks once a second */
  @property({ type: Number }) now = 0;
  @state() private radius: number = RINGS[0];
  @query("sg-alarm-steps") private readonly steps!: AlarmSteps | null;
  private readonly data = new PanelData(this, () => this.context.api);
  private told: unknown = null;

  constructor() {
    super();
    new Following(
      this,
      () => this.context.store,
      (change) => this.onChange(change),
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("alarm")) return;
    this.radius = RINGS[0];
    this.data.show(this.alarm ? { entity: "alarm", id: this.alarm } : null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("alarm")) this.querySelector<HTMLElement>(".panel-body")?.scrollTo(0, 0);
    const detail = this.detail;
    if (!detail || detail === this.told) return;
    this.told = detail;
    this.tell("located", { lon: detail.lon, lat: detail.lat });
  }

  private onChange(change: StoreChange): void {
    if (change.reset) this.data.touch(250, false);
    else if (change.objects.some(({ entity, id }) => entity === "alarm" && id === this.alarm)) {
      this.data.touch();
    }
  }

  private get detail(): AlarmDetail | null {
    const detail = this.data.detail as AlarmDetail | null;
    return detail?.id === this.alarm ? detail : null;
  }

  protected override render(): TemplateResult {
    const { detail } = this;
    const { phase } = this.data;
    return html`<div class="panel-body scroll alarm-card" tabindex="0" role="group" aria-label=${t("panel.kind_alarm")}
      @radius=${this.onRadius}>
      ${phase === "gone" || phase === "failed" ? this.trouble(phase) : nothing}
      ${detail ? this.content(detail) : phase === "loading" ? this.waiting() : nothing}</div>`;
  }

  private content(alarm: AlarmDetail): TemplateResult {
    const { context } = this;
    const reload = (): Promise<void> => this.data.load();
    return html`${cardHead(alarm, context)}
      <sg-alarm-steps .alarm=${alarm} .context=${context} .reload=${reload} radius=${this.radius}></sg-alarm-steps>
      ${clocksView(
        alarm.clocks.filter((clock) => clock.code !== "ack"),
        this.now,
        this.offers(alarm, "report_up") ? () => this.steps?.start("report_up") : null,
      )}
      ${section(
        "facts",
        t("panel.kind_alarm"),
        cardFacts(alarm, this.now, (selection) => context.select(selection)),
      )}
      ${section("calls", t("alarm.call"), html`<sg-calls .calls=${alarm.call} .reveal=${revealOf(context)}></sg-calls>${this.nearest(alarm)}`)}
      ${section("around", t("alarm.around"), html`<sg-around .context=${context} alarm=${alarm.id}></sg-around>`)}
      ${this.evacuation(alarm)} ${timelineView(alarm)}`;
  }

  private offers(alarm: AlarmDetail, name: string): boolean {
    return alarm.commands.some((command) => command.name === name);
  }

  private nearest(alarm: AlarmDetail): TemplateResult | typeof nothing {
    const { nearest } = alarm;
    if (!nearest) return nothing;
    const sendable = this.offers(alarm, "dispatch");
    return html`<div class="nearest">${icon("people", "1.25rem")}
      <span class="row-text"><span class="meta">${t("alarm.nearest")}</span><b>${nearest.person.name}</b>
        <span class="meta">${say(nearest.role)} · <span class="num">${distanceWords(nearest.metres)}</span></span></span>
      ${
        sendable
          ? html`<button class="btn" type="button" @click=${() =>
              this.steps?.start("dispatch", { person: nearest.person })}>
              ${icon("send", "1.125rem")}${t("alarm.nearest_send")}</button>`
          : nothing
      }</div>`;
  }

  private evacuation({ evacuation }: AlarmDetail): TemplateResult | typeof nothing {
    if (!evacuation) return nothing;
    return section(
      "evacuation",
      t("alarm.evacuation"),
      html`<p class="notice notice-warn">${icon("warn", "1.125rem")}
      <b>${t("alarm.evacuation_now", { radius: distanceWords(evacuation.radius) })}</b><span>${evacuation.basis}</span></p>`,
    );
  }

  private readonly onRadius = (event: CustomEvent<number>): void => {
    this.radius = event.detail;
    const at = this.detail;
    // A circle that is being written is drawn among the usual ones.
    if (at) this.context.rings({ lon: at.lon, lat: at.lat }, [...new Set([...RINGS, this.radius])]);
  };

  private waiting(): TemplateResult {
    return html`<div class="panel-skeleton" role="status" aria-label=${t("panel.loading")}>
      ${["90%", "60%", "100%", "75%"].map((width) => html`<i class="skeleton" data-width=${width}></i>`)}</div>`;
  }

  private trouble(phase: string): TemplateResult {
    return html`<div class="notice ${phase === "gone" ? "" : "notice-bad"}" role="alert">${icon("info", "1.125rem")}
      <p>${t(phase === "gone" ? "panel.gone" : "panel.failed")}</p>
      <p><button class="btn btn-small" type="button" @click=${() => void this.data.load()}>${t("act.retry")}</button></p></div>`;
  }
}
