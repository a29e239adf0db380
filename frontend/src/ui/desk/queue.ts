import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import { shortTime } from "../format.ts";
import { alarmMark, icon } from "../icons.ts";
import { agoText } from "../text.ts";
import { clockText, countdown, type Minutes, marksOf, type Queue } from "./queue-model.ts";

export interface QueueContext {
  now: number;
  minutes: Minutes;
  selected: number | null;
  cellName(cell: number): string;
  unitName(unit: number): string;
  open(alarm: AlarmDrawn): void;
}

const UNTIL = ["desk.until_0", "desk.until_1", "desk.until_2", "desk.until_3"] as const;

export function queueHead(raising: boolean, raise: () => void): TemplateResult {
  return html`<header class="desk-queue-head"><h1 id="queue-title">${t("desk.queue")}</h1>
    <button class="btn" type="button" aria-pressed=${raising} @click=${raise}>${icon("plus", "1.125rem")}${t("desk.raise")}</button></header>`;
}

/** The desk's alarms: those that ring, those in hand, those to review. */
export function queueView(queue: Queue, context: QueueContext): TemplateResult {
  const { ringing, handling, over } = queue;
  if (ringing.length + handling.length + over.length === 0) return empty();
  return html`
    ${ringing.length ? group("ringing", t("desk.ringing"), ringing, context) : nothing}
    ${handling.length ? group("handling", t("desk.handling"), handling, context) : nothing}
    ${over.length ? group("over", t("desk.over"), over, context) : nothing}`;
}

function empty(): TemplateResult {
  return html`<div class="queue-empty"><b>${t("desk.none")}</b><p class="meta">${t("desk.none_body")}</p></div>`;
}

/** In the place of the card while no alarm is chosen. */
export function nothingChosen({ ringing, handling, over }: Queue): TemplateResult {
  const any = ringing.length + handling.length + over.length > 0;
  return html`<div class="empty desk-empty">${icon("shield", "3rem")}
    ${any ? html`<p>${t("desk.pick")}</p>` : html`<p><b>${t("desk.none")}</b></p><p class="meta">${t("desk.none_body")}</p>`}</div>`;
}

function group(
  name: string,
  title: string,
  alarms: readonly AlarmDrawn[],
  context: QueueContext,
): TemplateResult {
  return html`<section class="queue-group queue-${name}" aria-labelledby="queue-${name}">
    <h2 id="queue-${name}">${title}<span class="num">${alarms.length}</span></h2>
    <ol>${alarms.map((alarm) => item(alarm, context))}</ol></section>`;
}

function item(alarm: AlarmDrawn, context: QueueContext): TemplateResult {
  const chosen = alarm.id === context.selected;
  const rings = alarm.state === "raised";
  return html`<li><button type="button" class="alarm-row ${rings ? "alarm-rings" : ""} ${chosen ? "alarm-chosen" : ""}"
    data-alarm=${alarm.id} aria-current=${chosen ? "true" : nothing} @click=${() => context.open(alarm)}>
    ${alarmMark(alarm.severity)}
    <span class="alarm-row-text"><b>${alarm.title}</b>
      <span class="meta">${[context.unitName(alarm.unit), context.cellName(alarm.cell)].filter(Boolean).join(" · ")}</span>
      <span class="alarm-row-tags">${tags(alarm)}</span></span>
    ${rings ? waiting(alarm, context) : html`<time class="num meta" datetime=${alarm.since}>${shortTime(alarm.since)}</time>`}
    </button></li>`;
}

function tags(alarm: AlarmDrawn): TemplateResult {
  const bad = alarm.verdict === "accident";
  return html`<span class="chip ${alarm.state === "raised" ? "chip-bad" : ""}">${term("alarm_severity", alarm.severity)}</span>
    ${bad ? html`<span class="chip chip-bad">${t("desk.accident")}</span>` : nothing}
    ${alarm.confirmed && !bad ? html`<span class="chip chip-warn">${t("desk.confirmed")}</span>` : nothing}
    ${alarm.state === "raised" ? nothing : html`<span class="chip">${term("alarm_state", alarm.state)}</span>`}
    ${alarm.handler ? html`<span class="meta">${t("desk.handled_by", { name: alarm.handler })}</span>` : nothing}
    ${alarm.state === "raised" ? html`<span class="meta">${agoText(alarm.since)}</span>` : nothing}`;
}

/** How long there is still time to answer, in digits, words and on a bar with the marks of the stages. */
export function waiting(
  alarm: AlarmDrawn,
  { now, minutes }: Pick<QueueContext, "now" | "minutes">,
): TemplateResult {
  const { stage, left, share } = countdown(alarm, minutes, now);
  const [deputy, county] = marksOf(minutes) as [number, number];
  const percent = (n: number): string => `${(n * 100).toFixed(2)}`;
  return html`<span class="wait wait-${stage}"><span class="wait-clock num" role="timer">${stage === 3 ? "+" : ""}${clockText(left)}</span>
    <span class="wait-words">${t(UNTIL[stage], { minutes: minutes.ack })}</span>
    <svg class="wait-bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img"
      aria-label=${t("desk.wait_bar", { passed: clockText(now - Date.parse(alarm.since)), county: minutes.county })}>
      <rect class="wait-way" width="100" height="4"></rect><rect class="wait-gone" width=${percent(share)} height="4"></rect>
      <rect class="wait-mark" x=${percent(deputy)} width="0.8" height="4"></rect><rect class="wait-mark" x=${percent(county)} width="0.8" height="4"></rect>
    </svg></span>`;
}
