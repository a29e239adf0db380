import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import type { Api } from "../../net/api.ts";
import type { LiveStatus } from "../../net/live.ts";
import type { Me } from "../../net/wire.ts";
import type { Store } from "../../state/store.ts";
import { brand } from "../brand.ts";
import { managesPeople } from "../header.ts";
import { icon } from "../icons.ts";
import { liveIndicator } from "../live.ts";
import "../menu.ts";
import { languageSwitch } from "../menu.ts";
import type { Bell } from "./bell.ts";
import "./notices.ts";

export interface DeskHeader {
  city: string;
  me: Me | null;
  status: LiveStatus | null;
  bell: Bell;
  api: Api;
  store: Store;
}

const BELL = { locked: "bell.locked", on: "bell.on", muted: "bell.muted" } as const;

function bellButton(bell: Bell): TemplateResult {
  return html`<button class="btn bell bell-${bell.state}" type="button" aria-pressed=${bell.state === "on"}
    aria-label=${t(BELL[bell.state])} title=${t(BELL[bell.state])} @click=${() => bell.toggle()}>
    ${icon(bell.state === "on" ? "bell" : "mute", "1.125rem")}<span>${t(BELL[bell.state])}</span></button>`;
}

/** The bar over the desk: where am I, is it live, does it sound, what was I told, who am I. */
export function deskHeader({ city, me, status, bell, api, store }: DeskHeader): TemplateResult {
  return html`<header class="bar-top">${brand(city)}
    <nav class="page-nav" aria-label=${t("app.name")}><a href="/map">${t("app.map")}</a><a href="/desk" aria-current="page">${t("app.desk")}</a></nav>
    <div class="bar-end">${status ? liveIndicator(status) : nothing} ${bellButton(bell)}
      ${me ? html`<sg-notices .api=${api} .store=${store}></sg-notices>` : nothing}
      ${languageSwitch()}<sg-user-menu .me=${me} ?people=${managesPeople(me)}></sg-user-menu></div></header>`;
}

/** Under the bar: something rings; how many, and why one may hear nothing. */
export function ringingBanner(bell: Bell, ringing: number): TemplateResult | typeof nothing {
  if (ringing === 0) return nothing;
  const silent = bell.state === "on" ? null : bell.state;
  const words = ringing === 1 ? t("desk.ring_one") : t("desk.ring_many", { n: ringing });
  return html`<div class="ringing-banner" role="alert">${icon(silent ? "mute" : "bell", "1.125rem")}<b>${words}</b>
    ${silent ? html`<span>${t(silent === "muted" ? "bell.muted_ringing" : "bell.locked_ringing")}</span>` : nothing}</div>`;
}
