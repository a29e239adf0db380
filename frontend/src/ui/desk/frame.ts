import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { icon } from "../icons.ts";
import type { ListData } from "./list-data.ts";

/** A part of the desk that shows a list: its trouble with a way to try again, a skeleton, or the content. */
export function listFrame<T>(data: ListData<T>, content: (value: T) => TemplateResult): TemplateResult {
  if (data.trouble) {
    return html`<div class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<p>${data.trouble}</p>
      <p><button class="btn btn-small" type="button" @click=${() => void data.load()}>${t("act.retry")}</button></p></div>`;
  }
  if (data.value === null) {
    return html`<div class="panel-skeleton" role="status" aria-label=${t("panel.loading")}><i class="skeleton"></i><i class="skeleton"></i><i class="skeleton"></i></div>`;
  }
  return content(data.value);
}
