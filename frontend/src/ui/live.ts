import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { Freshness } from "../net/clock.ts";
import type { LiveStatus } from "../net/live.ts";
import { dateTime } from "./format.ts";
import { icon } from "./icons.ts";
import { spanText } from "./text.ts";

const WORDS = {
  connecting: "live.connecting",
  live: "live.now",
  late: "live.late",
  stale: "live.stale",
  offline: "live.offline",
  ended: "live.offline",
} as const satisfies Record<Freshness, string>;

/** When the screen was last true, by the server's clock. */
function lastAt(status: LiveStatus): string {
  if (status.age === null) return "";
  return dateTime(new Date(status.serverNow.getTime() - status.age).toISOString());
}

function detail(status: LiveStatus): string {
  if (status.age === null) return "";
  if (status.freshness === "live" || status.freshness === "late") {
    return t("live.ago", { ago: spanText(status.age) });
  }
  return t("live.last", { at: lastAt(status).slice(11) });
}

/** The indicator in the header; readers are told of changes of state, not of seconds. */
export function liveIndicator(status: LiveStatus): TemplateResult {
  const { freshness } = status;
  return html`<div class="live live-${freshness}" data-freshness=${freshness}>
    ${freshness === "offline" || freshness === "ended" ? icon("offline", "1rem") : html`<i class="live-dot"></i>`}
    <span class="live-word" role="status">${t(WORDS[freshness])}</span>
    <span class="live-detail">${detail(status)}</span>
  </div>`;
}

/** The line under the header while the screen is not to be trusted. */
export function staleBanner(status: LiveStatus): TemplateResult | typeof nothing {
  if (status.age === null || (status.freshness !== "stale" && status.freshness !== "offline")) return nothing;
  const offline = !navigator.onLine;
  const at = lastAt(status);
  return html`<div class="stale-banner" role="alert">
    ${icon(offline ? "offline" : "warn", "1.125rem")}
    <span>${offline ? t("live.offline_banner", { at }) : t("live.stale_banner", { at })}</span>
  </div>`;
}
