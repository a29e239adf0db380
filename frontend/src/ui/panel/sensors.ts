import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Sensor } from "../details.ts";
import { dateTime, number } from "../format.ts";
import { icon } from "../icons.ts";
import { section } from "./sections.ts";

const TONES: Record<string, string> = { high_high: "chip-bad", high: "chip-warn", low: "chip-warn" };

/** A sensor that has sent nothing for longer than it should, in words and with a sign. */
export function silentChip({ silent, silent_for }: Sensor): TemplateResult | typeof nothing {
  if (!silent) return nothing;
  return html`<span class="chip chip-warn chip-silent">${icon("offline", "1rem")}${t("sensors.silent", { n: silent_for })}</span>`;
}

/** Of a point: the sensor that has been silent the longest. */
export function longestSilence(sensors: readonly Sensor[]): TemplateResult | typeof nothing {
  const [first] = sensors.filter(({ silent }) => silent).sort((a, b) => b.silent_for - a.silent_for);
  return first ? silentChip(first) : nothing;
}

function row(sensor: Sensor): TemplateResult {
  const known = sensor.last_at !== null && sensor.last_value !== null;
  return html`<li class="row sensor"><span class="row-text"><b>${term("parameter", sensor.parameter)}</b>
      <span class="meta">${sensor.name}${known ? html` · <time class="num" datetime=${sensor.last_at}>${dateTime(sensor.last_at)}</time>` : nothing}</span>
      ${silentChip(sensor)}</span>
    ${
      known
        ? html`<span class="num ${sensor.band === "normal" ? "" : `chip ${TONES[sensor.band] ?? ""}`}">${number(sensor.last_value ?? 0, 2)} ${sensor.unit}</span>`
        : html`<span class="meta">${t("sensors.never")}</span>`
    }</li>`;
}

/** What is measured at a point, the last value of each; nothing where nothing is measured. */
export function sensorsPart(sensors: readonly Sensor[]): TemplateResult | typeof nothing {
  if (sensors.length === 0) return nothing;
  return section("sensors", t("sensors.title"), html`<ul class="rows sensors">${sensors.map(row)}</ul>`);
}
