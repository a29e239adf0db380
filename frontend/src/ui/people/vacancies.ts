import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import type { Snapshot } from "../../net/wire.ts";
import { Store } from "../../state/store.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { PeopleContext } from "./types.ts";

export interface Vacant {
  id: number;
  name: string;
  above: string;
  leaders: number;
  officers: number;
}

const COMMUNITY = 4;

/** Communities in sight that lack a leader or officers, worst first. */
export function vacantCells(store: Store, leaders: number, officers: number): Vacant[] {
  const found: Vacant[] = [];
  for (const node of store.tree.all()) {
    if (node.level !== COMMUNITY || (store.scope.cells !== null && !store.scope.cells.has(node.id))) continue;
    const legend = store.legendOf(node.id);
    const lack = {
      leaders: Math.max(0, leaders - legend.leaders),
      officers: Math.max(0, officers - legend.officers),
    };
    if (lack.leaders + lack.officers === 0) continue;
    const above = store.tree
      .path(node.id)
      .slice(1, -1)
      .map((cell) => cell.name)
      .join(" / ");
    found.push({ id: node.id, name: node.name, above, ...lack });
  }
  return found.sort(
    (a, b) => b.leaders + b.officers - a.leaders - a.officers || a.above.localeCompare(b.above),
  );
}

/** Cells without their one leader and two officers. */
@customElement("sg-vacancies")
export class Vacancies extends View {
  @property({ attribute: false }) context!: PeopleContext;
  private readonly data = new Reading(this, () => this.vacant());

  private async vacant(): Promise<Vacant[]> {
    const snapshot: Snapshot = await this.context.api.snapshot();
    const store = new Store();
    store.load(snapshot);
    const rules = snapshot.pack.index as { leaders?: number; officers?: number };
    return vacantCells(store, rules.leaders ?? 1, rules.officers ?? 2);
  }

  protected override render(): TemplateResult {
    return readingFrame(this.data, (cells) => this.list(cells));
  }

  private list(cells: readonly Vacant[]): TemplateResult {
    if (cells.length === 0) return html`<p class="empty">${t("people.vacant_none")}</p>`;
    return html`<section class="card"><header class="block-head"><h2>${t("people.vacant_count", { n: cells.length })}</h2>
        <span class="meta">${t("people.vacant_lead")}</span></header>
      <ul class="rows vacant">${cells.map(
        (
          cell,
        ) => html`<li class="vacant-row"><span class="row-text"><b>${cell.name}</b><span class="meta">${cell.above}</span></span>
          ${cell.leaders ? html`<span class="chip chip-warn">${t("who.vacant_leader", { n: cell.leaders })}</span>` : nothing}
          ${cell.officers ? html`<span class="chip chip-warn">${t("who.vacant_officer", { n: cell.officers })}</span>` : nothing}
          <a class="btn btn-small" href="/map?sel=cell:${cell.id}">${t("act.show_on_map")}</a>
          <button class="btn btn-small" type="button" @click=${() => this.tell("show-cell", { id: cell.id, name: cell.name })}>${t("people.tab_people")}</button></li>`,
      )}</ul></section>`;
  }
}
