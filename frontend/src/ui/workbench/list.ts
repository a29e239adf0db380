import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { t } from "../../i18n/index.ts";
import type { Selection } from "../../map/types.ts";
import {
  type AnyRow,
  LIST_ENTITIES,
  type ListEntity,
  type Lists,
  type Sort,
  URGENT,
} from "../../net/lists.ts";
import { number } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { card } from "./card.ts";
import { COLUMNS, type Column } from "./columns.ts";
import { Rows, windowOf } from "./rows.ts";

export const ENTITY_OF = { points: "point", units: "unit", hazards: "hazard" } as const;
/** Height of a row in rem: one line under column heads, or a card of two lines. */
const LINE = 2.25;
const CARD = 4;
const PHONE = matchMedia("(max-width: 48rem)");
const WAIT = html`<i class="skeleton list-wait"></i>`;
const WORDS = { points: "list.tab_points", units: "list.tab_units", hazards: "list.tab_hazards" } as const;

export interface ListModel {
  lists: Lists;
  entity: ListEntity;
  /** the filter's query, with the view's box if only that is wanted */
  query: string;
  sort: Sort;
  /** grows when what is listed may have changed on the server */
  stamp: number;
  selection: Selection | null;
  inView: boolean;
  tall: boolean;
  mayExport: boolean;
  setEntity(entity: ListEntity): void;
  setSort(sort: Sort): void;
  setInView(on: boolean): void;
  setTall(on: boolean): void;
  open(row: AnyRow, entity: ListEntity): void;
  exported(format: string): string;
  close(): void;
}

/** The list beside the map: as long as it needs to be, in any order, led by keyboard; a row and its mark go together. */
@customElement("sg-list")
export class ListPanel extends View {
  @property({ attribute: false }) model!: ListModel;
  @state() private range: [number, number] = [0, 0];
  @state() private active = 0;
  @state() private shown = "";
  @query(".list-scroll") private readonly scroller!: HTMLElement;
  private readonly rows = new Rows(() => this.arrived());
  private key = "";
  private picked = 0;
  /** chosen before its row had come; opened once it has */
  private wanted: number | null = null;
  @state() private narrow = PHONE.matches;
  private readonly onWidth = (): void => {
    this.narrow = PHONE.matches;
    void this.updateComplete.then(this.onScroll);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    PHONE.addEventListener("change", this.onWidth);
  }

  override disconnectedCallback(): void {
    PHONE.removeEventListener("change", this.onWidth);
    this.rows.stop();
    super.disconnectedCallback();
  }

  protected override willUpdate(): void {
    const { entity, query, sort, stamp } = this.model;
    const list = `${entity}?${query}&${sort.key}/${sort.down}`;
    const key = `${list}#${stamp}`;
    if (key === this.key) return;
    const other = list !== this.shown;
    this.key = key;
    const { lists } = this.model;
    const from = other ? 0 : this.range[0];
    this.wanted = null;
    if (other) this.active = 0;
    this.shown = list;
    const fetch = (offset: number, count: boolean, signal: AbortSignal) =>
      lists.page(entity, query, sort, offset, 100, { count, signal });
    void this.rows.reset(fetch, from).then(() => {
      if (other && this.scroller) this.scroller.scrollTop = 0;
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("model");
    const { selection } = this.model;
    const same = before?.selection?.id === selection?.id && before?.selection?.entity === selection?.entity;
    if (changed.has("model") && !same) void this.follow();
  }

  /** Something was selected on the map: bring its row into sight. */
  private async follow(): Promise<void> {
    const { selection, entity, lists, query, sort } = this.model;
    if (!selection || selection.entity !== ENTITY_OF[entity] || selection.id === this.picked) return;
    const here = this.rows.find(selection.id);
    const at = here >= 0 ? here : await lists.position(entity, query, sort, selection.id);
    if (at !== null) this.reveal(at);
  }

  private arrived(): void {
    this.onScroll();
    if (this.wanted === this.active) this.choose(this.active);
    this.requestUpdate();
  }

  private rowHeight(): number {
    return this.rowRem() * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  private rowRem(): number {
    return this.narrow ? CARD : LINE;
  }

  private readonly onScroll = (): void => {
    if (!this.scroller) return;
    const { scrollTop, clientHeight } = this.scroller;
    this.range = windowOf(scrollTop, clientHeight, this.rowHeight(), this.rows.total ?? 0);
    this.rows.need(...this.range);
  };

  private reveal(index: number): void {
    this.active = index;
    this.wanted = null;
    const height = this.rowHeight();
    const { scrollTop, clientHeight } = this.scroller;
    const head = this.narrow ? 0 : height;
    if (index * height < scrollTop) this.scroller.scrollTop = index * height;
    else if ((index + 1) * height + head > scrollTop + clientHeight) {
      this.scroller.scrollTop = (index + 1) * height + head - clientHeight;
    }
    this.onScroll();
  }

  protected override render(): TemplateResult {
    const { model } = this;
    return html`<section class="list ${model.tall ? "list-tall" : ""}" aria-label=${t("list.title")}>
      <header class="list-bar">
        <div class="list-tabs" role="tablist" aria-label=${t("list.title")}>${LIST_ENTITIES.map((entity) => this.tab(entity))}</div>
        <span class="meta list-count" role="status">${this.count()}</span>
        <span class="grow"></span>
        ${this.narrow ? this.orders() : nothing}
        <label class="check list-view"><input type="checkbox" .checked=${model.inView}
          @change=${(event: Event) => model.setInView((event.target as HTMLInputElement).checked)} /><span>${t("list.in_view")}</span></label>
        ${model.mayExport ? this.exports() : nothing}
        <button class="btn btn-icon list-taller" type="button" aria-label=${t(model.tall ? "list.lower" : "list.taller")} aria-pressed=${model.tall}
          @click=${() => model.setTall(!model.tall)}>${icon(model.tall ? "down" : "up")}</button>
        <button class="btn btn-icon" type="button" aria-label=${t("list.close")} @click=${() => model.close()}>${icon("close")}</button>
      </header>
      ${this.body()}
    </section>`;
  }

  /** Without rows there are words in its place. */
  private get hasGrid(): boolean {
    return this.rows.total !== 0 && !(this.rows.failed && this.rows.total === null);
  }

  private tab(entity: ListEntity): TemplateResult {
    const on = entity === this.model.entity;
    return html`<button class="list-tab" type="button" role="tab" aria-selected=${on} aria-controls=${this.hasGrid ? "list-grid" : nothing} data-tab=${entity}
      @click=${() => this.model.setEntity(entity)}>${t(WORDS[entity])}</button>`;
  }

  private exports(): TemplateResult {
    return html`<div class="list-export" role="group" aria-label=${t("list.export")}>${icon("download", "1.125rem")}
      ${(["xlsx", "csv", "geojson"] as const).map(
        (format) =>
          html`<a class="btn btn-small" href=${this.model.exported(format)} download data-export=${format}>${
            format === "xlsx" ? "Excel" : format === "csv" ? "CSV" : "GeoJSON"
          }</a>`,
      )}</div>`;
  }

  private count(): string {
    const { total } = this.rows;
    return total === null ? t("list.loading") : t("list.count", { n: number(total) });
  }

  private body(): TemplateResult {
    const total = this.rows.total ?? 0;
    if (this.rows.failed && !this.hasGrid) {
      return html`<p class="list-note" role="alert">${t("list.failed")}
        <button class="btn btn-small" type="button" @click=${() => {
          this.key = "";
          this.requestUpdate();
        }}>${t("act.retry")}</button></p>`;
    }
    if (this.rows.total === 0)
      return html`<p class="list-note">${icon("info", "1.125rem")}${t("list.none")}</p>`;
    const columns = COLUMNS[this.model.entity];
    const tracks = columns.map((each) => each.width).join(" ");
    const [from, to] = this.range;
    const height = `${total * this.rowRem()}rem`;
    return html`<div class="list-scroll scroll ${this.narrow ? "list-cards" : ""}" @scroll=${this.onScroll}>
      <div id="list-grid" class="list-grid" role="grid" tabindex="0" aria-label=${t(WORDS[this.model.entity])} aria-rowcount=${total + 1}
        aria-activedescendant=${total ? `list-row-${this.active}` : nothing} style=${styleMap({ "--tracks": tracks })} @keydown=${this.onKey}>
        ${this.narrow ? nothing : html`<div class="list-head" role="row" aria-rowindex="1">${columns.map((each) => this.heading(each))}</div>`}
        <div class="list-space" role="rowgroup" style=${styleMap({ height })}>${Array.from({ length: Math.max(0, to - from) }, (_, i) => this.row(from + i, columns))}</div>
      </div></div>`;
  }

  private heading({ sort, title }: Column): TemplateResult {
    const { key, down } = this.model.sort;
    const on = sort !== undefined && key === sort;
    if (!sort) return html`<span role="columnheader">${t(title)}</span>`;
    return html`<span role="columnheader" aria-sort=${on ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" tabindex="-1" data-sort=${sort} @click=${() => this.sortBy(sort)}>${t(title)}${
        on ? icon(down ? "down" : "up", "0.875rem") : nothing
      }</button></span>`;
  }

  /** Up, down, and back to the most urgent first. */
  private sortBy(sort: string): void {
    const { key, down } = this.model.sort;
    if (key !== sort) this.model.setSort({ key: sort, down: false });
    else this.model.setSort(down ? URGENT : { key: sort, down: true });
  }

  private row(index: number, columns: readonly Column[]): TemplateResult {
    const row = this.rows.row(index);
    const { selection, entity } = this.model;
    const on = row !== undefined && selection?.id === row.id && selection.entity === ENTITY_OF[entity];
    const top = `${index * this.rowRem()}rem`;
    return html`<div id="list-row-${index}" class="list-row ${index === this.active ? "list-active" : ""}" role="row" aria-rowindex=${index + 2}
      aria-selected=${on} data-id=${row?.id ?? nothing} style=${styleMap({ top })} @click=${() => this.choose(index)}>${
        this.narrow
          ? html`<span class="list-card" role="gridcell">${row ? card(row, entity) : WAIT}</span>`
          : columns.map((each) => html`<span role="gridcell">${row ? each.cell(row) : WAIT}</span>`)
      }</div>`;
  }

  /** Where there are no column heads to press. */
  private orders(): TemplateResult {
    const { key, down } = this.model.sort;
    const choose = (event: Event): void => {
      const [chosen = "", way] = (event.target as HTMLSelectElement).value.split("/");
      this.model.setSort(chosen ? { key: chosen, down: way === "down" } : URGENT);
    };
    const now = `${key}/${down ? "down" : "up"}`;
    return html`<select class="input list-orders" aria-label=${t("list.order")} @change=${choose}>
      <option value="">${t("list.order_urgent")}</option>
      ${COLUMNS[this.model.entity].map(({ sort, title }) =>
        sort
          ? (["up", "down"] as const).map(
              (way) =>
                html`<option value="${sort}/${way}" ?selected=${now === `${sort}/${way}`}>${t(title)} ${way === "up" ? "↑" : "↓"}</option>`,
            )
          : nothing,
      )}</select>`;
  }

  private choose(index: number): void {
    this.active = index;
    const row = this.rows.row(index);
    this.wanted = row ? null : index;
    if (!row) return;
    this.picked = row.id;
    this.model.open(row, this.model.entity);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight()) - 2);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const last = (this.rows.total ?? 0) - 1;
    let next: number | null = null;
    if (event.key in steps) next = this.active + (steps[event.key] ?? 0);
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = last;
    else if (event.key === "Enter") this.choose(this.active);
    else return;
    event.preventDefault();
    if (next !== null) this.reveal(Math.min(last, Math.max(0, next)));
  };
}
