import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { LATE_MS, STALE_MS } from "../../net/clock.ts";
import type { LiveStatus } from "../../net/live.ts";
import { icon } from "../icons.ts";
import { spanText } from "../text.ts";
import { chinaClock } from "./clock.ts";

/** Amber after 5 s without a word from the server, red and hatched after 30 s: by silence alone, whoever is at fault. */
export type WallFreshness = "connecting" | "live" | "late" | "stale";

export function freshnessOf(age: number | null): WallFreshness {
  if (age === null) return "connecting";
  if (age > STALE_MS) return "stale";
  return age > LATE_MS ? "late" : "live";
}

const WORDS = {
  connecting: "live.connecting",
  live: "live.now",
  late: "live.late",
  stale: "live.stale",
} as const satisfies Record<WallFreshness, string>;

/** "实时 · 最近更新 2 秒前". */
export function wallLive({ age }: LiveStatus): TemplateResult {
  const fresh = freshnessOf(age);
  const detail = age === null ? "" : t("live.ago", { ago: spanText(age) });
  return html`<div class="wall-live fresh-${fresh}" data-freshness=${fresh}>
    ${fresh === "stale" ? icon("warn", "1.125rem") : html`<i class="live-dot"></i>`}
    <b role="status">${t(WORDS[fresh])}</b><span class="num-line">${detail}</span>
  </div>`;
}

/** Over the map while it is not to be trusted. */
export function wallStale(status: LiveStatus | null): TemplateResult | typeof nothing {
  if (!status || status.age === null || freshnessOf(status.age) !== "stale") return nothing;
  const at = chinaClock(new Date(status.serverNow.getTime() - status.age));
  return html`<div class="wall-hatch" aria-hidden="true"></div>
    <div class="wall-stale-note" role="alert">${icon("warn", "2rem")}
      <div><b>${t("wall.stale", { at })}</b><span>${t("wall.stale_body", { ago: spanText(status.age) })}</span></div></div>`;
}
