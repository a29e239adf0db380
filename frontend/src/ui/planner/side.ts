import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Cell } from "../../boundary/ground.ts";
import { join, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import "../form/form.ts";
import type { FormField, Values } from "../form/spec.ts";
import { number } from "../format.ts";
import { icon } from "../icons.ts";
import { levelWord } from "../level.ts";
import { facts, section } from "../panel/sections.ts";
import "../people/confirm.ts";
import { View } from "../view.ts";
import { type Act, actFields, actInitial, editOf } from "./acts.ts";
import { readPosts } from "./posts.ts";
import type { Session } from "./session.ts";
import type { Assigned, PlannerContext } from "./types.ts";
import { areaWords } from "./units.ts";

/** after a failed question who holds a cell's posts */
const AGAIN_MS = 3_000;
const WORDS: Record<Act, "planner.rename" | "planner.reparent" | "planner.assign"> = {
  rename: "planner.rename",
  change_parent: "planner.reparent",
  assign: "planner.assign",
};

/** What is known of the chosen cells, and what can be done to them beside drawing. */
@customElement("sg-plan-side")
export class PlanSide extends View {
  @property({ attribute: false }) context!: PlannerContext;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) selected: readonly number[] = [];
  /** grows with every change, so that the figures are read anew */
  @property({ type: Number }) turn = 0;
  @state() private act: Act | null = null;
  /** who holds the posts today; null: being asked for */
  @state() private today: Assigned | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("selected")) return;
    this.act = null;
    const [cell] = this.selected;
    if (cell !== undefined && this.selected.length === 1) void this.readToday(cell);
  }

  /** A new cell has nobody yet. */
  private async readToday(cell: number): Promise<void> {
    const nobody = { cell, leaders: [], officers: [], inspectors: [] };
    this.today = null;
    try {
      const known = this.context.store.tree.get(cell) !== undefined;
      const today = known ? await readPosts(this.context.api, cell) : nobody;
      if (this.selected[0] === cell) this.today = today;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      // Not "nobody": whoever is then added would take the place of all who are there.
      console.warn("people of the cell", failure.code);
      window.setTimeout(() => {
        if (this.isConnected && this.selected[0] === cell && !this.today) void this.readToday(cell);
      }, AGAIN_MS);
    }
  }

  protected override render(): TemplateResult {
    const cells = this.selected.flatMap((id) => this.session.ground.get(id) ?? []);
    const [first] = cells;
    if (!first) return this.nothing();
    return cells.length > 1 ? this.several(cells) : this.one(first);
  }

  private nothing(): TemplateResult {
    return html`<div class="empty">${icon("polygon", "2rem")}<b>${t("planner.nothing")}</b><p class="meta">${t("planner.nothing_body")}</p></div>`;
  }

  private one(cell: Cell): TemplateResult {
    return html`<article class="plan-cell" data-cell=${cell.id}><header><h2>${cell.name || t("planner.outside")}</h2>
        <p class="plan-tags">${cell.changed ? html`<span class="chip plan-changed">✱ ${t("planner.is_changed")}</span>` : nothing}
        ${cell.exclave ? html`<span class="chip">${t("planner.exclave")}</span>` : nothing}
        ${cell.mine ? nothing : html`<span class="chip chip-note">${icon("lock", "0.875rem")}${t("planner.outside")}</span>`}</p></header>
      ${facts([
        [t("planner.code"), cell.code ? html`<span class="num">${cell.code}</span>` : ""],
        [t("planner.parent"), cell.parentName],
        [
          t("planner.area"),
          html`<span class="num" data-area>${areaWords(this.session.area(cell.id))}</span>`,
        ],
      ])}
      ${cell.name ? this.figures(cell) : nothing}${this.posts(cell)}
      ${cell.mine && this.session.may("edit") ? this.acts(cell) : nothing}</article>`;
  }

  private figures(cell: Cell): TemplateResult {
    const { store } = this.context;
    if (!store.tree.get(cell.id)) return html`<p class="meta">${t("planner.new_cell")}</p>`;
    const legend = store.legendOf(cell.id);
    const total = (counts: Record<number, number>): string =>
      number(Object.values(counts).reduce((sum, n) => sum + n, 0));
    const known = store.cell(cell.id);
    const index = known?.index ?? null;
    return section(
      "figures",
      t("planner.now_figures"),
      facts([
        [t("planner.units"), html`<span class="num">${total(legend.units)}</span>`],
        [t("planner.points"), html`<span class="num">${total(legend.live)}</span>`],
        [
          t("planner.index"),
          index === null ? "" : html`<span class="num">${index}</span> ${levelWord(known?.level ?? 0)}`,
        ],
      ]),
    );
  }

  private posts(cell: Cell): TemplateResult | typeof nothing {
    const planned = this.assigned(cell);
    const posts = planned ?? this.today;
    if (!posts || !cell.name) return nothing;
    const names = (people: readonly { name: string }[]): string => join(people.map((one) => one.name)) || "—";
    return section(
      "posts",
      t(planned ? "planner.assigned" : "planner.posts_now"),
      facts([
        [t("planner.leaders"), names(posts.leaders)],
        [t("planner.officers"), names(posts.officers)],
        [t("planner.inspectors"), names(posts.inspectors)],
      ]),
    );
  }

  private assigned(cell: Cell): Assigned | undefined {
    return this.session.plan.assigned.find((one) => one.cell === cell.id);
  }

  private acts(cell: Cell): TemplateResult {
    return html`<div class="plan-acts">${(Object.keys(WORDS) as Act[]).map((act) => this.actButton(act, cell))}
      <button class="btn btn-small" type="button" data-act="exclave" @click=${() =>
        void this.session.edit({
          do: "exclave",
          cell: cell.id,
          on: !cell.exclave,
        })}>${t(cell.exclave ? "planner.unset_exclave" : "planner.set_exclave")}</button>
      <sg-confirm label=${t("planner.dissolve")} question=${t("planner.dissolve_ask")} .act=${async () => {
        await this.session.edit({ do: "dissolve", cell: cell.id });
      }}></sg-confirm></div>
      ${this.act ? this.form(cell, this.act) : nothing}`;
  }

  private actButton(act: Act, _cell: Cell): TemplateResult {
    return html`<button class="btn btn-small" type="button" data-act=${act} aria-expanded=${this.act === act} @click=${() => {
      this.act = this.act === act ? null : act;
    }}>${t(WORDS[act])}</button>`;
  }

  private form(cell: Cell, act: Act): TemplateResult {
    const posts = this.assigned(cell) ?? this.today;
    if (act === "assign" && !posts)
      return html`<div class="panel-skeleton" role="status" aria-label=${t("error.loading")}><i class="skeleton"></i></div>`;
    const initial = actInitial(act, cell, posts);
    return html`<div class="subform" data-act-form=${act}><sg-form id="plan-${act}" .fields=${actFields(act, cell, this.context.store.tree)}
      .initial=${initial} .services=${this.context.services} draft="" label=${t(WORDS[act])}
      .send=${(body: Values, key: string) => this.send(editOf(act, cell.id, body), key)}></sg-form></div>`;
  }

  private async send(edit: ReturnType<typeof editOf>, key: string): Promise<void> {
    await this.session.send(edit, key);
    this.act = null;
  }

  private several(cells: readonly Cell[]): TemplateResult {
    const total = cells.reduce((sum, cell) => sum + this.session.area(cell.id), 0);
    return html`<article class="plan-cell"><header><h2>${t("planner.many", { n: cells.length })}</h2></header>
      <ul class="plan-chosen">${cells.map((cell) => html`<li>${cell.name}<span class="meta num">${areaWords(this.session.area(cell.id))}</span></li>`)}</ul>
      ${facts([[t("planner.area"), html`<span class="num">${areaWords(total)}</span>`]])}
      ${
        this.session.may("edit")
          ? html`<div class="subform" data-act-form="merge"><sg-form id="plan-merge" .fields=${this.mergeFields(cells)} .initial=${{ into: cells[0]?.id }}
        draft="" label=${t("planner.merge")} .send=${(body: Values, key: string) => this.merge(cells, Number(body.into), key)}></sg-form></div>`
          : nothing
      }</article>`;
  }

  private mergeFields(cells: readonly Cell[]): FormField[] {
    const choices = cells.map((cell) => ({ value: cell.id, label: cell.name }));
    return [{ name: "into", label: t("planner.merge_into"), control: "select", required: true, choices }];
  }

  private async merge(cells: readonly Cell[], into: number, key: string): Promise<void> {
    const others = cells.map((cell) => cell.id).filter((id) => id !== into);
    await this.session.send({ do: "merge", into, cells: others }, key);
    this.tell("choose", [into]);
  }
}
