import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { icon } from "./icons.ts";
import type { Reading } from "./reading.ts";

/** What is read of the server: a skeleton until it is there, the content, and its trouble with a way to try again. */
export function readingFrame<T>(reading: Reading<T>, content: (value: T) => TemplateResult): TemplateResult {
  const { value, trouble } = reading;
  if (value === null && !trouble)
    return html`<div class="panel-skeleton" role="status" aria-label=${t("panel.loading")}><i class="skeleton"></i><i class="skeleton"></i><i class="skeleton"></i></div>`;
  return html`${trouble ? notice(reading) : nothing}${value === null ? nothing : content(value)}`;
}

function notice<T>(reading: Reading<T>): TemplateResult {
  return html`<div class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<p>${reading.trouble}</p>
    <p><button class="btn btn-small" type="button" @click=${() => void reading.load()}>${t("act.retry")}</button></p></div>`;
}
