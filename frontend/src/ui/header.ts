import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { LiveStatus } from "../net/live.ts";
import type { Me } from "../net/wire.ts";
import { brand } from "./brand.ts";
import { icon } from "./icons.ts";
import { liveIndicator } from "./live.ts";
import "./menu.ts";
import { languageSwitch } from "./menu.ts";
import type { Finder } from "./search.ts";
import "./search.ts";

export interface HeaderModel {
  city: string;
  me: Me | null;
  status: LiveStatus | null;
  find: Finder;
  report: (() => void) | null;
  /** the bell with what this person was told; nothing on a wall */
  notices: TemplateResult | typeof nothing;
}

/** Alarms are handled at the duty desk, by people of the authorities. */
export function sitsAtDesk(me: Me | null): boolean {
  return me?.verbs.includes("handle_alarm") === true && me.duties.some((duty) => duty.cell !== null);
}

export function managesPeople(me: Me | null): boolean {
  return (
    me !== null &&
    ["assign_duties", "manage_users", "manage_security"].some((verb) => me.verbs.includes(verb))
  );
}

/** The bar over everything: where am I, find, is it live, report, who am I. */
export function header(model: HeaderModel): TemplateResult {
  return html`<header class="bar-top">
    ${brand(model.city)}
    <sg-search .find=${model.find}></sg-search>
    <div class="bar-end">
      ${model.status ? liveIndicator(model.status) : nothing}
      ${
        model.report
          ? html`<button class="btn btn-main bar-report" type="button" @click=${model.report}>${icon("camera", "1.125rem")}<span>${t("app.report_here")}</span></button>`
          : nothing
      }
      ${sitsAtDesk(model.me) ? html`<a class="btn bar-desk" href="/desk">${icon("bell", "1.125rem")}<span>${t("app.desk")}</span></a>` : nothing}
      ${model.notices} ${languageSwitch()}
      <sg-user-menu .me=${model.me} ?people=${managesPeople(model.me)}></sg-user-menu>
    </div>
  </header>`;
}
