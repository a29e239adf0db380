import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField, Values } from "../form/spec.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";

function fields(): FormField[] {
  const choice = (group: string, values: readonly string[]): FormField["choices"] =>
    values.map((value) => ({ value, label: term(group, value) }));
  return [
    {
      name: "kind",
      label: t("raise.kind"),
      control: "choice",
      required: true,
      choices: choice("alarm_kind", ["public", "officer"]) ?? [],
    },
    { name: "title", label: t("raise.heading"), control: "text", required: true },
    { name: "place", label: t("raise.place"), control: "place", required: true },
    { name: "unit", label: t("raise.where_unit"), control: "unit", required: false },
    { name: "text", label: t("raise.text"), control: "longtext", required: false },
    { name: "photos", label: t("report.photos"), control: "photos", required: false },
  ];
}

/** Register what somebody called in: it rings like any other alarm. */
@customElement("sg-raise")
export class Raise extends View {
  @property({ attribute: false }) context!: DeskContext;

  protected override render(): TemplateResult {
    return html`<div class="panel-body scroll raise"><h2>${t("raise.title")}</h2><p class="meta">${t("raise.lead")}</p>
      <sg-form id="raise" .fields=${fields()} .initial=${{ kind: "public" }} .services=${this.context.services} .send=${this.send}
        draft="alarm.raise" label=${t("raise.submit")}></sg-form></div>`;
  }

  private readonly send: Send = async (body, key) => {
    const { place, ...rest } = body as Values & { place: { lon: number; lat: number } };
    const sent = { severity: "manual", lon: place.lon, lat: place.lat, ...rest };
    const made = await this.context.api.post("/alarms", sent, { key });
    this.tell("raised", made.id);
  };
}
