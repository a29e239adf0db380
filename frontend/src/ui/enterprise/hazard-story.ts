import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { HazardDetail } from "../details.ts";
import { dateTime } from "../format.ts";
import { facts, photoStrip, section } from "../panel/sections.ts";
import { said, word, wordsOf } from "./step-words.ts";

const BEFORE = ["photos", "before_photos"];
const AFTER = ["after_photos"];

/** States in which an order is in force. */
const ORDERED = new Set(["ordered", "rectifying", "submitted", "reinspected", "accepted"]);

/** What the unit is ordered to do, on what ground and by when; nothing while no order is in force. */
export function orderCard(hazard: HazardDetail): TemplateResult | typeof nothing {
  const own = hazard.steps.filter((step) => step.note["proposed"] !== true);
  const order = own.findLast((step) => step.command === "order");
  if (!order || !ORDERED.has(hazard.state)) return nothing;
  const ground = own.findLast((step) => ["verify", "reclassify"].includes(step.command));
  const fields = said(order);
  return section(
    "order",
    t("ent.order"),
    facts([
      [term("field", "order_number"), word("order_number", fields["order_number"])],
      [term("field", "demands"), word("demands", fields["demands"])],
      [term("field", "basis"), ground ? word("basis", said(ground)["basis"]) : ""],
      [term("field", "deadline"), dateTime(hazard.deadline)],
    ]),
  );
}

interface Photo {
  id: string;
  url: string;
}

/** Photos that the steps named under some fields, those of the newest step last. */
export function photosOf(hazard: Pick<HazardDetail, "steps" | "photos">, fields: readonly string[]): Photo[] {
  const named = new Set(
    hazard.steps.flatMap((step) => {
      const told = said(step);
      return fields.flatMap((name) => (Array.isArray(told[name]) ? (told[name] as string[]) : []));
    }),
  );
  return hazard.photos.filter((photo) => named.has(photo.id));
}

/** How it was and how it is now, side by side. */
export function beforeAfter(hazard: HazardDetail): TemplateResult | typeof nothing {
  const before = photosOf(hazard, BEFORE);
  const after = photosOf(hazard, AFTER);
  if (after.length === 0) return nothing;
  return html`<div class="ent-before-after"><div><h3>${t("ent.before")}</h3>${before.length ? photoStrip(before, t("ent.before")) : html`<p class="meta">${t("ent.no_photos")}</p>`}</div>
    <div><h3>${t("ent.after")}</h3>${photoStrip(after, t("ent.after"))}</div></div>`;
}

/** Who did what and when, and what they said. */
export function stepList(hazard: HazardDetail): TemplateResult {
  return section(
    "steps",
    t("ent.steps"),
    html`<ol class="timeline">${[...hazard.steps].reverse().map(
      (step) => html`<li><p class="timeline-what">${term("command", step.command)}</p>
      <p class="meta quiet"><time class="num" datetime=${step.at}>${dateTime(step.at)}</time> ${[step.actor, term("role", step.role)].filter(Boolean).join(" · ")}</p>
      ${facts(wordsOf(step))}</li>`,
    )}</ol>`,
  );
}
