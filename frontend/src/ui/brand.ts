import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";

/** The sign: a triangle of ground with its edge drawn under it. */
export function sign(size = "1.75rem"): TemplateResult {
  return html`<svg class="sign" width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="var(--accent)"></rect>
    <path d="M16 6 25 22H7Z" fill="var(--on-accent)"></path>
    <path d="M7 26h18" stroke="var(--on-accent)" stroke-width="2.4" stroke-linecap="round"></path>
  </svg>`;
}

export function brand(city: string): TemplateResult {
  return html`<div class="brand">${sign()}
    <div><p class="brand-name">${t("app.name")}</p><p class="brand-city">${city}</p></div>
  </div>`;
}
