import { html, nothing, type TemplateResult } from "lit";
import { join, t } from "../../i18n/index.ts";
import { shortTime } from "../../ui/format.ts";
import { icon } from "../../ui/icons.ts";
import { languageSwitch } from "../../ui/menu.ts";
import type { Keeper } from "../keeper.ts";
import { counted } from "../model.ts";

/** a pack that is older than this is shown with its age */
const OLD_MS = 30 * 60_000;
/** so far off is no rounding and no slow line */
const SKEW_MS = 3 * 60_000;
const TITLES = {
  outbox: "field.outbox",
  report: "field.report",
  census: "field.census",
  visit: "field.kind_inspection",
} as const;
const NETS = {
  asking: "field.online",
  online: "field.online",
  offline: "field.offline",
  ended: "field.ended",
} as const;

/** Where one is, and what became of what was recorded: in sight on every view. */
export function headView(keeper: Keeper, view: string, leave: () => void): TemplateResult {
  const { pack } = keeper;
  const title = TITLES[view as keyof typeof TITLES] ?? "field.title";
  const cells = pack?.cells.slice(0, 2).map((cell) => cell.name) ?? [];
  const more = pack && pack.cells.length > 2 ? ` +${pack.cells.length - 2}` : "";
  return html`<header class="field-head">
    ${view ? html`<a class="btn btn-icon btn-plain" href="#" aria-label=${t("act.back")}>${icon("back")}</a>` : nothing}
    <div class="field-title"><h1>${t(title)}</h1>${pack && !view ? html`<p class="meta">${join(cells)}${more} · ${pack.viewer.name}</p>` : nothing}</div>
    ${chip(keeper)}
    ${view === "outbox" ? languageSwitch() : nothing}
    ${view || !keeper.own ? nothing : html`<button class="btn btn-icon btn-plain" type="button" aria-label=${t("menu.logout")} @click=${leave}>${icon("out")}</button>`}
  </header>`;
}

function chip({ items, net, sending }: Keeper): TemplateResult {
  const { waiting, refused } = counted(items);
  const busy = sending && net === "online" && waiting > 0;
  const words = [
    busy ? t("field.sending", { n: waiting }) : t(NETS[net]),
    waiting && !busy ? t("field.waiting", { n: waiting }) : "",
    refused ? t("field.refused_n", { n: refused }) : "",
  ].filter(Boolean);
  const look = refused ? "bad" : net !== "online" || waiting ? "warn" : "ok";
  return html`<a class="field-chip-state field-chip-${look}" href="#outbox" data-net=${net} data-waiting=${waiting} data-refused=${refused}>
    ${icon(refused ? "warn" : net === "online" ? "check" : "offline", "1.125rem")}<span>${words.join(" · ")}</span></a>`;
}

/** What one has to know before going on. */
export function bannerView({ items, net, pack, unkept, skew }: Keeper): TemplateResult | typeof nothing {
  if (net === "ended") {
    const { waiting } = counted(items);
    return html`<div class="field-banner" role="alert"><p>${t("field.ended_text", { n: waiting })}</p><a class="btn btn-main" href="/login?next=/field">${t("field.login")}</a></div>`;
  }
  if (pack && Math.abs(skew) >= SKEW_MS) {
    const n = Math.round(Math.abs(skew) / 60_000);
    return html`<p class="field-banner" role="status">${t(skew > 0 ? "field.clock_fast" : "field.clock_slow", { n })}</p>`;
  }
  if (pack && unkept) return html`<p class="field-banner" role="alert">${t("field.unkept")}</p>`;
  if (pack && net === "offline" && Date.now() - Date.parse(pack.made_at) > OLD_MS) {
    return html`<p class="field-banner" role="status">${t("field.day_old", { at: shortTime(pack.made_at) })} ${t("field.kept_until", { at: shortTime(pack.expires_at) })}</p>`;
  }
  return nothing;
}
