import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/index.ts";
import type { Selectable } from "../map/types.ts";
import type { Measure } from "./details.ts";
import type { Send } from "./form/form.ts";
import type { FormField, Values } from "./form/spec.ts";
import "./form/form.ts";
import { icon } from "./icons.ts";
import type { PanelContext } from "./panel/context.ts";
import { measureField, reportFields, reportInitial, selfRecordFields } from "./report-fields.ts";
import { View } from "./view.ts";

/** Where a hazard is reported: at a point, at a unit, or anywhere on the map. */
export interface At {
  entity: Selectable | "map";
  id: number;
  name: string;
  /** control measures of the point: the one that failed may be named */
  measures?: readonly Measure[];
}

const OVERRIDE: readonly FormField[] = [];

/** Report a hazard, or record one's own finding. */
@customElement("sg-report")
export class Report extends View {
  @property({ attribute: false }) context!: PanelContext;
  @property({ attribute: false }) at: At = { entity: "map", id: 0, name: "" };
  @property({ type: Boolean }) self = false;
  private opened = new Date();

  protected override render(): TemplateResult {
    const onlyWorker =
      this.context.me.duties.length > 0 && this.context.me.duties.every((duty) => duty.role === "ENT_W");
    const known = this.at.entity === "point" || this.at.entity === "unit";
    return html`<div class="report">
      <h2 class=${known ? "" : "visually-hidden"}>${t(this.self ? "report.self_title" : "report.title")}</h2>
      ${known ? html`<p class="place-now">${icon("pin", "1.125rem")}<span>${this.at.name}</span></p>` : ""}
      <sg-form id="report" .fields=${[...(this.self ? selfRecordFields() : reportFields(!known, !onlyWorker)), ...measureField(this.at.measures ?? [])]}
        .initial=${reportInitial(this.opened)} .services=${this.context.services} .send=${this.send}
        .overrides=${{ DUPLICATE_OPEN: OVERRIDE }} draft=${this.draft}
        label=${t(this.self ? "panel.self_record" : "panel.report")}></sg-form>
    </div>`;
  }

  private get draft(): string {
    return `report.${this.self ? "self" : "new"}.${this.at.entity}.${this.at.id}`;
  }

  private readonly send: Send = async (body, key) => {
    const { place, override, ...fields } = body as Values & {
      place?: { lon: number; lat: number };
      override?: boolean;
    };
    const target: Values =
      this.at.entity === "point" || this.at.entity === "unit"
        ? { [this.at.entity]: this.at.id }
        : { ...place };
    const again = override ? { override_duplicate: true } : {};
    const path = this.self ? "/hazards/self-record" : "/hazards";
    const report = { ...target, ...fields, ...again };
    const { deliver, api } = this.context;
    const made = deliver
      ? await deliver({ path, fields: report, key, draft: this.draft })
      : await api.post(path, report, { key });
    if (!made) return;
    this.tell("reported", made.id);
    this.context.select({ entity: "hazard", id: made.id });
  };
}
