import { html, nothing, type TemplateResult } from "lit";
import { areaOf, type Shape } from "../../boundary/shapes.ts";
import { t } from "../../i18n/index.ts";
import type { Session } from "./session.ts";
import { areaWords } from "./units.ts";

/** The figures of the cells that the mouse is changing right now. */
export function liveFigures(
  session: Session,
  change: ReadonlyMap<number, Shape> | null,
): TemplateResult | typeof nothing {
  if (!change || change.size === 0) return nothing;
  const rows = [...change].map(([id, shape]) => {
    const [was, now] = [session.area(id), areaOf(shape)];
    return { name: session.ground.get(id)?.name ?? "", now, more: now - was };
  });
  return html`<table class="plan-live"><caption class="visually-hidden">${t("planner.live")}</caption><tbody>${rows.map(
    (row) => html`<tr><th scope="row">${row.name}</th><td class="num">${areaWords(row.now)}</td>
      <td class="num">${row.more < 0 ? "−" : "+"}${areaWords(Math.abs(row.more))}</td></tr>`,
  )}</tbody></table>`;
}
