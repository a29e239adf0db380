import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { areaOf, type Shape } from "../../boundary/shapes.ts";
import { t } from "../../i18n/index.ts";
import { number } from "../format.ts";
import { View } from "../view.ts";
import type { Session } from "./session.ts";
import { areaWords } from "./units.ts";

/** The figures of the cells that the mouse is changing right now; alone, so that a drag renders nothing else. */
@customElement("sg-plan-live")
export class PlanLive extends View {
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) change: ReadonlyMap<number, Shape> | null = null;

  protected override render(): TemplateResult | typeof nothing {
    const { change, session } = this;
    if (!change || change.size === 0) return nothing;
    const rows = [...change].map(([id, shape]) => {
      const [was, now] = [session.area(id), areaOf(shape)];
      const cell = session.ground.get(id);
      const points = { was: session.points.countIn(cell), now: session.points.count(shape) };
      return { name: cell?.name ?? "", now, more: now - was, points };
    });
    return html`<table class="plan-live"><caption class="visually-hidden">${t("planner.live")}</caption><tbody>${rows.map(
      (row) => html`<tr><th scope="row">${row.name}</th><td class="num">${areaWords(row.now)}</td>
        <td class="num">${row.more < 0 ? "−" : "+"}${areaWords(Math.abs(row.more))}</td>
        <td class="num">${pointWords(row.points)}</td></tr>`,
    )}</tbody></table>`;
  }
}

function pointWords({ was, now }: { was: number | null; now: number | null }): string {
  if (was === null || now === null) return "";
  const words = t("planner.live_points", { n: number(now) });
  return now === was ? words : `${words} (${now > was ? "+" : "−"}${number(Math.abs(now - was))})`;
}
