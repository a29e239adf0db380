import { html, nothing, type TemplateResult } from "lit";
import { say, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { distanceWords } from "../../map/index.ts";
import { dateTime, number } from "../format.ts";
import { alarmMark, icon } from "../icons.ts";
import { facts, goTo, photoStrip, type Select, section } from "../panel/sections.ts";
import { spanText } from "../text.ts";
import type { DeskContext } from "./context.ts";
import { stationOf, WAY_WORDS } from "./next-step.ts";
import { noteOf } from "./note.ts";
import { clockText } from "./queue-model.ts";
import type { AlarmClock, AlarmDetail, Reading } from "./types.ts";

/** What, how bad, since when, who has it, and where it stands on its way. */
export function cardHead(alarm: AlarmDetail, context: DeskContext): TemplateResult {
  return html`<div class="alarm-head">
    <p class="panel-tags"><span class="alarm-kind">${alarmMark(alarm.severity)}<b>${term("alarm_severity", alarm.severity)}</b></span>
      <span class="chip ${alarm.state === "raised" ? "chip-bad" : ""}">${term("alarm_state", alarm.state)}</span>
      ${alarm.verdict === "accident" ? html`<span class="chip chip-bad">${t("desk.accident")}</span>` : nothing}
      ${alarm.evacuated ? html`<span class="chip chip-warn">${t("desk.evacuated", { n: distanceWords(alarm.evacuated) })}</span>` : nothing}
      ${alarm.confidence ? html`<span class="chip">${term("alarm_confidence", alarm.confidence)}</span>` : nothing}
      <span class="chip num">${alarm.number}</span></p>
    <h2>${alarm.title}</h2>
    ${where(alarm, context)} ${way(alarm)}</div>`;
}

function where(alarm: AlarmDetail, context: DeskContext): TemplateResult {
  const select = context.select.bind(context);
  return html`<p class="alarm-where">${icon("pin", "1.125rem")}<span class="crumbs">
      ${alarm.path.slice(1).map((cell) => goTo({ entity: "cell", id: cell.id }, cell.name, select))}
      ${alarm.unit_ref ? goTo({ entity: "unit", id: alarm.unit_ref.id }, alarm.unit_ref.name, select) : nothing}
      ${alarm.point_ref ? goTo({ entity: "point", id: alarm.point_ref.id }, alarm.point_ref.name, select) : nothing}</span>
    <button class="btn btn-icon btn-small" type="button" aria-label=${t("act.show_on_map")} title=${t("act.show_on_map")}
      @click=${() => context.flyTo(alarm.lon, alarm.lat)}>${icon("locate", "1.125rem")}</button></p>`;
}

function way(alarm: AlarmDetail): TemplateResult | typeof nothing {
  const at = stationOf(alarm.state);
  if (at < 0) return nothing;
  return html`<ol class="way">${WAY_WORDS.map(
    (
      word,
      i,
    ) => html`<li class=${i < at ? "way-done" : i === at ? "way-now" : ""} aria-current=${i === at ? "step" : nothing}>
      <span>${t(word)}</span></li>`,
  )}</ol>`;
}

/** What the sensor said, as large as it matters. */
function readingView(reading: Reading, severity: string): TemplateResult {
  const limit = `${number(reading.threshold ?? 0, 2)} ${reading.unit}`;
  return html`<div class="reading"><span class="reading-name">${term("parameter", reading.parameter)} <span class="meta">${reading.device.name}</span></span>
    <span class="reading-value num">${number(reading.value, 2)}<small>${reading.unit}</small></span>
    <span class="meta">${
      reading.threshold === null
        ? nothing
        : t(severity === "hh" ? "alarm.threshold" : "alarm.threshold_h", { value: limit })
    }
      ${reading.at ? html`<br />${t("alarm.reading_at", { at: dateTime(reading.at) })}` : nothing}</span></div>`;
}

function hurtOf({ deaths, injuries }: { deaths: number; injuries: number }): Record<string, number> {
  return { deaths, injuries };
}

export function cardFacts(alarm: AlarmDetail, now: number, select: Select): TemplateResult {
  const passed = spanText(now - Date.parse(alarm.since));
  return html`${alarm.reading ? readingView(alarm.reading, alarm.severity) : nothing}
    ${facts([
      [
        t("alarm.since"),
        html`<span class="num">${dateTime(alarm.since)}</span> <span class="meta">${t("alarm.ago", { ago: passed })}</span>`,
      ],
      [t("alarm.kind"), term("alarm_kind", alarm.kind)],
      [t("alarm.handler"), alarm.handler],
      [t("alarm.raised_by"), alarm.raised_by],
      [t("alarm.sent"), alarm.dispatched?.name],
      [t("alarm.hurt"), alarm.accident && t("alarm.hurt_words", hurtOf(alarm.accident))],
      [t("alarm.told"), alarm.notified ? t("alarm.told_words", { n: alarm.notified }) : ""],
      [t("alarm.text"), alarm.text && html`<span class="prose">${alarm.text}</span>`],
      [
        t("alarm.hazard"),
        alarm.hazard && goTo({ entity: "hazard", id: alarm.hazard.id }, alarm.hazard.name, select),
      ],
    ])}
    ${photoStrip(alarm.photos, t("report.photos"))}`;
}

function clockView(clock: AlarmClock, now: number, report: (() => void) | null): TemplateResult {
  const due = Date.parse(clock.due);
  const end = clock.done ? Date.parse(clock.done) : now;
  const late = end > due;
  const words = clock.done
    ? t(late ? "alarm.clock_done_late" : "alarm.clock_done", { at: dateTime(clock.done).slice(5) })
    : late
      ? t("alarm.clock_late", { over: clockText(now - due) })
      : t("alarm.clock_left", { left: clockText(due - now) });
  return html`<li class="deadline ${late ? "deadline-late" : clock.done ? "deadline-done" : ""}">
    ${icon(late ? "warn" : clock.done ? "check" : "clock", "1.125rem")}
    <span class="row-text"><b>${say(clock.what)}</b><span class="meta num">${dateTime(clock.due)}</span></span>
    <span class="num">${words}</span>
    ${report ? html`<button class="btn btn-small" type="button" @click=${report}>${t("step.report_up")}</button>` : nothing}</li>`;
}

/** The clocks of an accident, the first open one with the button that stops it (`report`, if this person may). */
export function clocksView(
  clocks: readonly AlarmClock[],
  now: number,
  report: (() => void) | null,
): TemplateResult | typeof nothing {
  if (clocks.length === 0) return nothing;
  const next = clocks.find((clock) => clock.done === null);
  return section(
    "clocks",
    t("alarm.clocks"),
    html`<ul class="deadlines">${clocks.map((clock) => clockView(clock, now, clock === next ? report : null))}</ul>`,
  );
}

export function timelineView(alarm: AlarmDetail): TemplateResult {
  const newest = [...alarm.steps].sort((a, b) => b.n - a.n);
  return section(
    "timeline",
    t("alarm.timeline"),
    html`<ol class="timeline">${newest.map(
      (step) => html`<li><p class="timeline-what">${say(step.what)}</p>
        ${noteOf(step.command, step.note, alarm).map((line) => html`<p class="meta">${line}</p>`)}
        <p class="meta quiet"><time class="num" datetime=${step.at}>${dateTime(step.at)}</time> ${step.actor}</p></li>`,
    )}</ol>`,
  );
}
