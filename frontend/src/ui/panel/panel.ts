import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import type { Selection } from "../../map/types.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import type { StoreChange } from "../../state/store.ts";
import type { CellDetail, FeatureDetail, HazardDetail, PointDetail, UnitDetail } from "../details.ts";
import { icon } from "../icons.ts";
import "../report.ts";
import "../timeline.ts";
import { Following } from "../following.ts";
import { View } from "../view.ts";
import { why } from "../why.ts";
import { alarmParts } from "./alarm.ts";
import { cellHead, cellParts } from "./cell.ts";
import type { PanelContext } from "./context.ts";
import { PanelData } from "./data.ts";
import "./hazard.ts";
import { featureParts } from "./feature.ts";
import { hazardHead } from "./hazard-parts.ts";
import { pointHead, pointParts } from "./point.ts";
import { section } from "./sections.ts";
import { unitHead, unitParts } from "./unit.ts";

const KINDS = {
  cell: "panel.kind_cell",
  unit: "panel.kind_unit",
  point: "panel.kind_point",
  hazard: "panel.kind_hazard",
  alarm: "panel.kind_alarm",
  feature: "panel.kind_feature",
} as const;

/** All about what is selected. It reads again whenever the log says that it changed. */
@customElement("sg-panel")
export class Panel extends View {
  @property({ attribute: false }) selection: Selection | null = null;
  @property({ attribute: false }) context!: PanelContext;
  @state() private reporting: "" | "report" | "self" = "";
  @state() private copied = false;
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
    if (!changed.has("selection")) return;
    const before = changed.get("selection");
    const now = this.selection;
    if (before && now && before.entity === now.entity && before.id === now.id) return;
    this.reporting = "";
    this.copied = false;
    this.data.show(now);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("selection") && this.selection)
      this.querySelector<HTMLElement>(".panel-body")?.scrollTo(0, 0);
    const place = this.data.detail as { lon?: number; lat?: number } | null;
    if (!place || place === this.told) return;
    this.told = place;
    if (typeof place.lon === "number" && typeof place.lat === "number")
      this.tell("located", { lon: place.lon, lat: place.lat });
  }

  private onChange(change: StoreChange): void {
    const at = this.selection;
    if (!at) return;
    if (change.reset) this.data.touch(250, false);
    else if (at.entity === "feature") {
      if (change.told.some((told) => told.o === "layer" && (told.code === at.layer || !told.code)))
        this.data.touch();
    } else if (at.entity === "cell") {
      if (change.cells.has(at.id)) this.data.touch(1500);
    } else if (
      change.ops.some(
        (op) => "e" in op && op.e === at.entity && (op.o === "upsert" ? op.d.id : op.id) === at.id,
      )
    ) {
      this.data.touch();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const at = this.selection;
    if (!at) return nothing;
    return html`<article class="panel" aria-label=${t(KINDS[at.entity])} @keydown=${this.onKey}>
      <header class="panel-bar">
        ${
          this.reporting
            ? html`<button class="btn btn-plain" type="button" @click=${() => {
                this.reporting = "";
              }}>${icon("back", "1.125rem")}${t("act.back")}</button>`
            : html`<span class="panel-kind">${t(KINDS[at.entity])}</span>
              ${this.data.fresh ? html`<span class="chip chip-ok" role="status">${t("panel.changed")}</span>` : nothing}`
        }
        <span class="grow"></span>
        <button class="btn btn-icon" type="button" aria-label=${t(this.copied ? "act.copied" : "act.copy_link")}
          title=${t(this.copied ? "act.copied" : "act.copy_link")} @click=${this.copy}>${icon(this.copied ? "check" : "link", "1.125rem")}</button>
        <button class="btn btn-icon" type="button" aria-label=${t("panel.close")} @click=${() => this.context.select(null)}>${icon("close")}</button>
      </header>
      <div class="panel-body scroll" tabindex="0" role="group" aria-label=${t(KINDS[at.entity])}>${this.body(at)}</div>
    </article>`;
  }

  private body(at: Selection): TemplateResult {
    const { phase, detail } = this.data;
    if (!detail) return phase === "loading" ? skeleton() : this.trouble(phase);
    if (this.reporting) return this.report(at, detail);
    return html`${phase === "failed" || phase === "gone" ? this.trouble(phase) : nothing} ${this.content(at, detail)}
      ${
        this.data.history
          ? section(
              "history",
              t("history.title"),
              html`<sg-timeline .entries=${this.data.history}></sg-timeline>`,
            )
          : nothing
      }`;
  }

  private content(at: Selection, detail: unknown): TemplateResult {
    const { context } = this;
    const report = (mode: "report" | "self"): void => {
      this.reporting = mode;
    };
    const whyPart = this.data.explained
      ? section("why", t("why.title"), why(this.data.explained, (detail as Partial<PointDetail>).provisional))
      : nothing;
    switch (at.entity) {
      case "cell":
        return html`${cellHead(detail as CellDetail, context)} ${whyPart} ${cellParts(detail as CellDetail, context)}`;
      case "unit":
        return html`${unitHead(detail as UnitDetail, context, report)} ${whyPart} ${unitParts(detail as UnitDetail, context, () => this.data.load())}`;
      case "point":
        return html`${pointHead(detail as PointDetail, context, report)} ${whyPart} ${pointParts(detail as PointDetail, context)}`;
      case "alarm":
        return alarmParts(detail as AlarmDrawn, context);
      case "feature":
        return featureParts(detail as FeatureDetail, context);
      case "hazard":
        return html`${hazardHead(detail as HazardDetail, context)}
          <sg-hazard .hazard=${detail as HazardDetail} .context=${context} .reload=${() => this.data.load()}></sg-hazard>`;
    }
  }

  private report(at: Selection, detail: unknown): TemplateResult {
    const { id, name, measures } = detail as PointDetail;
    return html`<sg-report .context=${this.context} ?self=${this.reporting === "self"}
      .at=${{ entity: at.entity, id, name, measures }} @reported=${() => {
        this.reporting = "";
      }}></sg-report>`;
  }

  private trouble(phase: string): TemplateResult {
    return html`<div class="notice ${phase === "gone" ? "" : "notice-bad"}" role="alert">${icon("info", "1.125rem")}
      <p>${t(phase === "gone" ? "panel.gone" : "panel.failed")}</p>
      <p><button class="btn btn-small" type="button" @click=${() => void this.data.load()}>${t("act.retry")}</button></p></div>`;
  }

  private readonly copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    this.copied = true;
    window.setTimeout(() => {
      this.copied = false;
    }, 2500);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    if (this.reporting) this.reporting = "";
    else this.context.select(null);
  };
}

function skeleton(): TemplateResult {
  return html`<div class="panel-skeleton" role="status" aria-label=${t("panel.loading")}>
    ${["60%", "90%", "75%", "100%", "85%", "40%"].map((width) => html`<i class="skeleton" data-width=${width}></i>`)}
  </div>`;
}
