import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { date } from "../format.ts";
import { icon } from "../icons.ts";
import { dueText } from "../text.ts";
import type { Enterprise } from "./types.ts";

/** What a listed unit must know before anything else: until when. */
export function listingLine({
  listing,
  listing_deadline: until,
}: Enterprise): TemplateResult | typeof nothing {
  if (!listing || !until) return nothing;
  return html`<p class="notice notice-warn" role="status">${icon("warn", "1.25rem")}
    <span><b>${t(`listing.level_${Math.min(3, listing) as 1 | 2 | 3}`)}</b> ${t("listing.own", { day: date(until) })} <span class="num">${dueText(until)}</span></span></p>`;
}
