import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import { dateTime } from "../format.ts";
import { alarmMark, icon } from "../icons.ts";
import { agoText } from "../text.ts";
import { may, type PanelContext } from "./context.ts";
import { facts, goTo, section } from "./sections.ts";

/** An alarm in short; what is done about it is done at the duty desk. */
export function alarmParts(alarm: AlarmDrawn, context: PanelContext): TemplateResult {
  const select = context.select.bind(context);
  const unit = alarm.unit ? context.store.get("unit", alarm.unit) : undefined;
  const cell = context.store.tree.get(alarm.cell);
  return html`<div class="panel-head">
      <nav class="crumbs" aria-label=${t("facts.cell")}>
        ${cell ? goTo({ entity: "cell", id: cell.id }, cell.name, select) : nothing}
        ${alarm.unit ? goTo({ entity: "unit", id: alarm.unit }, unit?.name ?? t("panel.kind_unit"), select) : nothing}
        ${alarm.point ? goTo({ entity: "point", id: alarm.point }, t("panel.kind_point"), select) : nothing}</nav>
      <h2>${alarm.title}</h2>
      <p class="panel-tags"><span class="level level-1">${alarmMark()}<b>${term("alarm_severity", alarm.severity)}</b></span>
        <span class="chip chip-bad">${term("alarm_state", alarm.state)}</span> <span class="chip num">${alarm.number}</span></p>
      ${
        may(context.me, "handle_alarm")
          ? html`<div class="panel-acts"><a class="btn btn-main" href="/desk?sel=alarm:${alarm.id}">${icon("bell", "1.125rem")}${t("desk.open")}</a></div>`
          : nothing
      }
    </div>
    ${section(
      "facts",
      t("facts.title"),
      facts([
        [t("alarm.since"), html`${dateTime(alarm.since)} <span class="meta">${agoText(alarm.since)}</span>`],
        [t("alarm.kind"), term("alarm_kind", alarm.kind)],
        [t("alarm.handler"), alarm.handler],
      ]),
    )}`;
}
