import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { shape } from "../../ui/icons.ts";
import { levelName } from "../../ui/level.ts";
import { minutesLeft, rounded, type Stop } from "../model.ts";
import type { PlaceState } from "../place.ts";
import type { Pack } from "../wire.ts";

/** minutes from which hours are easier to read */
const HOURS_FROM = 100;

/** Today's visits: how far, and what is next. */
export function roundView(pack: Pack, stops: readonly Stop[], place: PlaceState): TemplateResult {
  const done = stops.filter(({ visit }) => visit.state === "done").length;
  const skipped = stops.filter(({ visit }) => visit.state === "skipped").length;
  const left = minutesLeft(pack, stops);
  const share = stops.length ? Math.round((100 * (done + skipped)) / stops.length) : 0;
  if (stops.length === 0) {
    return html`<div class="field-none"><h2>${t("field.none")}</h2><p class="meta">${t("field.none_hint")}</p></div>`;
  }
  return html`<div class="field-progress">
      <p><b class="num">${done}</b> ${t("field.checked", { n: stops.length })}${skipped ? html` <span class="meta">${t("field.not_checked", { n: skipped })}</span>` : nothing}</p>
      <p class="meta">${done + skipped === stops.length ? t("field.all_done") : leftWords(left)}</p>
      <div class="field-bar" role="progressbar" aria-label=${t("field.title")} aria-valuenow=${share} aria-valuemin="0" aria-valuemax="100"><i style="width:${share}%"></i></div>
    </div>
    ${place === "denied" ? html`<p class="meta field-hint">${t("field.place_denied")}</p>` : nothing}
    ${place === "unknown" ? html`<p class="meta field-hint">${t("field.place_unknown")}</p>` : nothing}
    <ol class="field-stops">${stops.map((stop) => stopView(stop))}</ol>`;
}

function leftWords(minutes: number): string {
  if (minutes < HOURS_FROM) return t("field.left", { n: minutes });
  return t("field.left_hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}

function stopView(stop: Stop): TemplateResult {
  const { visit, metres, here } = stop;
  const { unit } = visit;
  const away = here ? t("field.here") : awayWords(metres);
  return html`<li><a class="field-stop-row" href="#visit=${visit.id}" data-visit=${visit.id} data-state=${visit.state}>
    ${shape(unit.live)}
    <span class="row-text"><b>${unit.name}</b><span class="meta">${[levelName(unit.live), unit.key ? t("field.key_unit") : "", away].filter(Boolean).join(" · ")}</span></span>
    ${chip(stop)}</a></li>`;
}

export function awayWords(metres: number | null): string {
  if (metres === null) return "";
  const { n, unit } = rounded(metres);
  return t(unit === "m" ? "field.away" : "field.away_km", { n });
}

function chip({ visit }: Stop): TemplateResult {
  if (visit.state === "done") return html`<span class="chip chip-ok">${t("field.done")}</span>`;
  if (visit.state === "skipped") return html`<span class="chip">${t("field.skipped")}</span>`;
  if (visit.due.late > 0)
    return html`<span class="chip chip-bad">${t("field.late", { n: visit.due.late })}</span>`;
  const must = visit.regime === "listed" || visit.unit.live === 1;
  return must
    ? html`<span class="chip chip-bad">${t("field.must")}</span>`
    : html`<span class="chip">${t("field.open")}</span>`;
}

/** "高于一般频次：重点单位". */
export function whyWords(visit: Stop["visit"]): string {
  return [term("visit_regime", visit.regime), ...visit.why.map((one) => term("visit_why", one))].join(" · ");
}
