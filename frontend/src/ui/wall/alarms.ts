import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { distanceWords } from "../../map/index.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import { alarmMark, icon } from "../icons.ts";
import { spanText } from "../text.ts";

const SHOWN = 3;

/** Those that ring first, then the newest. */
export function inOrder(alarms: Iterable<AlarmDrawn>): AlarmDrawn[] {
  const rings = (alarm: AlarmDrawn): number => (alarm.state === "raised" ? 0 : 1);
  return [...alarms].sort((a, b) => rings(a) - rings(b) || b.since.localeCompare(a.since) || b.id - a.id);
}

/** An alarm that the desk shows here, and who pushed it. */
export interface Pushed {
  alarm: number;
  by: string;
}

export function pushedFirst(alarms: readonly AlarmDrawn[], pushed: Pushed | null): AlarmDrawn[] {
  const shown = (alarm: AlarmDrawn): boolean => alarm.id === pushed?.alarm;
  return [...alarms.filter(shown), ...alarms.filter((alarm) => !shown(alarm))];
}

/** Open alarms, big: what, where, since when, and who has taken it. */
export function wallAlarms(
  alarms: readonly AlarmDrawn[],
  now: Date,
  place: (cell: number) => string,
  pushed: Pushed | null,
): TemplateResult | typeof nothing {
  if (alarms.length === 0) return nothing;
  const more = alarms.length - SHOWN;
  return html`<section class="wall-block wall-alarms" aria-labelledby="wall-alarms">
    <header class="wall-head"><h2 id="wall-alarms">${t("wall.alarms")}</h2><span class="meta">${t("wall.alarms_n", { n: alarms.length })}</span></header>
    <ul>${pushedFirst(alarms, pushed)
      .slice(0, SHOWN)
      .map((alarm) => card(alarm, now, place, alarm.id === pushed?.alarm ? pushed.by : null))}</ul>
    ${more > 0 ? html`<p class="meta">${t("wall.alarms_more", { n: more })}</p>` : nothing}
  </section>`;
}

/** `by`: who pushed it; null if nobody did. */
function card(
  alarm: AlarmDrawn,
  now: Date,
  place: (cell: number) => string,
  by: string | null,
): TemplateResult {
  const rings = alarm.state === "raised";
  const accident = alarm.verdict === "accident";
  const since = Math.max(0, now.getTime() - Date.parse(alarm.since));
  return html`<li class="wall-alarm ${rings ? "is-ringing" : ""} ${accident ? "is-accident" : ""} ${by === null ? "" : "is-pushed"}" data-state=${alarm.state}>
    ${alarmMark(alarm.severity)}
    <div><b class="wall-alarm-title">${alarm.title}</b>
      <span class="meta">${[place(alarm.cell), term("alarm_severity", alarm.severity)].filter(Boolean).join(" · ")}</span>
      ${accident || alarm.evacuated ? grave(alarm) : nothing}
      <p class="wall-alarm-state">${rings ? waiting(alarm, now) : taken(alarm)}</p>
      ${accident && alarm.due ? html`<p class="wall-alarm-state num">${t("wall.report", { when: dueWords(alarm, now) })}</p>` : nothing}
      ${by === null ? nothing : html`<p class="wall-alarm-by meta">${icon("screen", "1rem")}${t("wall.by", { name: by })}</p>`}</div>
    <time class="num">${spanText(since)}</time></li>`;
}

function waiting(alarm: AlarmDrawn, now: Date): TemplateResult {
  const words = alarm.escalated
    ? t(alarm.escalated === 1 ? "wall.escalated_deputy" : "wall.escalated_county")
    : t("wall.unacknowledged");
  return html`<b>${words}</b> ${alarm.due ? html`<span class="num">${dueWords(alarm, now)}</span>` : nothing}`;
}

function dueWords(alarm: AlarmDrawn, now: Date): string {
  const left = Date.parse(alarm.due) - now.getTime();
  return left > 0
    ? t("wall.due_in", { span: spanText(left) })
    : t("wall.due_over", { span: spanText(-left) });
}

/** What everybody in the room must know of it, whoever handles it. */
function grave(alarm: AlarmDrawn): TemplateResult {
  const distance = distanceWords(alarm.evacuated);
  return html`<p class="wall-alarm-grave">${alarm.verdict === "accident" ? html`<b>${t("desk.accident")}</b>` : nothing}
    ${alarm.evacuated ? html`<span>${t("desk.evacuated", { n: distance })}</span>` : nothing}</p>`;
}

/** Who is named took the call; somebody else may have been sent. */
function taken(alarm: AlarmDrawn): TemplateResult {
  return html`<b>${term("alarm_state", alarm.state)}</b> <span>${t("wall.taken_by", { name: alarm.handler })}</span>`;
}
