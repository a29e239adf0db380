import { html, nothing, type TemplateResult } from "lit";
import { say, t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { Explained, Said } from "./details.ts";
import { number } from "./format.ts";
import { levelWord } from "./level.ts";

function valueText(value: unknown): string {
  if (typeof value === "number") return number(value, 2);
  if (typeof value === "boolean") return t(value ? "facts.yes" : "facts.no");
  if (Array.isArray(value)) return value.map(valueText).join(" · ");
  if (value && typeof value === "object") {
    if ("zh" in value) return say(value as Said);
    return Object.entries(value)
      .map(([k, v]) => `${term("input", k)} ${valueText(v)}`)
      .join(" · ");
  }
  return value === null || value === undefined || value === "" ? "—" : String(value);
}

function inputs(explained: Explained): TemplateResult | typeof nothing {
  const rows = Object.entries(explained.inputs ?? {});
  if (rows.length === 0) return nothing;
  return html`<dl class="inputs" aria-label=${t("why.inputs")}>
    ${rows.map(([name, value]) => html`<div><dt>${term("input", name)}</dt><dd class="num">${valueText(value)}</dd></div>`)}
  </dl>`;
}

function reasons(explained: Explained): TemplateResult {
  if (explained.reasons.length === 0) {
    return html`<p class="meta">${explained.level === 0 ? t("why.none") : t("why.no_reason")}</p>`;
  }
  return html`<ul class="reasons" aria-label=${t("why.reasons")}>
    ${explained.reasons.map(
      (reason) => html`<li class=${reason.binding ? "binding" : ""}>
        <span>${say(reason.text)}</span>
        ${reason.binding ? html`<span class="chip chip-warn">${t("why.binding")}</span>` : nothing}
      </li>`,
    )}
  </ul>`;
}

function changes(explained: Explained): TemplateResult | typeof nothing {
  if (!explained.would_change?.length) return nothing;
  return html`<div class="would">
    <h4>${t("why.change")}</h4>
    <ul>${explained.would_change.map((c) => html`<li>${say(c)}</li>`)}</ul>
  </div>`;
}

/** Why a thing has its colour: formula and values, band, reasons with the deciding ones marked, what would change it. */
export function why(explained: Explained, provisional = false): TemplateResult {
  return html`<div class="why">
    <p class="why-level">${levelWord(explained.level, provisional)}
      ${explained.band ? html`<span class="meta">${t("why.band")} ${say(explained.band)}</span>` : nothing}</p>
    ${explained.formula ? html`<p class="formula num">${say(explained.formula)}</p>` : nothing}
    ${inputs(explained)} ${reasons(explained)} ${changes(explained)}
    ${
      explained.pack
        ? html`<p class="meta quiet">${t("why.pack", { id: explained.pack.id, version: explained.pack.version })}</p>`
        : nothing
    }
  </div>`;
}
