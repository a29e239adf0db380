import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import { shape } from "./icons.ts";

/** "重大风险", "低风险", "未评估". */
export function levelName(level: number): string {
  return level === 0 ? term("level", 0) : t("level.risk", { level: term("level", level) });
}

/** A level as shape and word in its colour: never colour alone. */
export function levelWord(level: number, provisional = false): TemplateResult {
  return html`<span class="level level-${level}">${shape(level, provisional)}<span>${levelName(level)}${
    provisional ? html` <span class="meta">${t("key.provisional")}</span>` : ""
  }</span></span>`;
}

/** Worst first, unassessed last. */
export const LEVELS = [1, 2, 3, 4, 0] as const;
