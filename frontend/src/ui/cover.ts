import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { icon } from "./icons.ts";

/** Over the page: it could not start, and how to try again. */
export function pageFailed(retry: () => void): TemplateResult {
  return html`<div class="cover" role="alert"><div class="cover-card">${icon("warn", "2rem")}<h2>${t("error.page")}</h2>
    <p>${t("error.page_body")}</p><button class="btn btn-main" type="button" @click=${retry}>${t("act.retry")}</button></div></div>`;
}

export function pageLoading(): TemplateResult {
  return html`<p class="loading" role="status">${icon("wait", "1.125rem", "spin")}${t("error.loading")}</p>`;
}
