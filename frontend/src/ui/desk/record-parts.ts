import { html, nothing, type TemplateResult } from "lit";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { dateTime } from "../format.ts";
import { placeWords } from "../surveys.ts";

type Stamped = Pick<components["schemas"]["SurveyOut"], "made_at" | "presence"> & {
  person: { name: string };
};

/** Who recorded it, when, and how near the phone was. */
export function recordedBy({ person, made_at, presence }: Stamped): TemplateResult {
  const off = presence.clock_off ? ` · ${t("survey.clock_off")}` : "";
  return html`<p class="meta">${person.name} · <time datetime=${made_at}>${dateTime(made_at)}</time> · ${placeWords(presence, "inbox")}${off}</p>`;
}

export function photosOf(ids: readonly string[]): TemplateResult | typeof nothing {
  if (ids.length === 0) return nothing;
  return html`<p class="survey-photos">${ids.map(
    (id, i) =>
      html`<a href="/api/uploads/${id}" target="_blank" rel="noopener"><img src="/api/uploads/${id}" loading="lazy" alt=${t("hazard.photo", { n: i + 1 })} /></a>`,
  )}</p>`;
}
