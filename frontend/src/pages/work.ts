import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { MapView, Selection } from "../map/types.ts";
import type { Api } from "../net/api.ts";
import {
  type AnyRow,
  LIST_ENTITIES,
  type ListEntity,
  Lists,
  type Options,
  type Sort,
  sortQuery,
} from "../net/lists.ts";
import { AREA_NAMES, type Filter, filterQuery, readFilter, withArea, writeFilter } from "../state/filter.ts";
import type { Store, StoreChange } from "../state/store.ts";
import { readLink } from "../ui/url.ts";
import { workBar } from "../ui/workbench/bar.ts";
import { zoomFor } from "./map-geometry.ts";
import "../ui/workbench/filter-panel.ts";
import { inWords, type Words } from "../ui/workbench/facets.ts";
import { ENTITY_OF, type ListModel } from "../ui/workbench/list.ts";
import "../ui/workbench/views.ts";
import { Result } from "./result.ts";
import { drawingOf, ToolBox } from "./tool-box.ts";

export interface WorkHost {
  readonly api: Api;
  readonly store: Store;
  map(): MapView | null;
  selection(): Selection | null;
  select(selection: Selection, at?: { lon: number; lat: number }): void;
  changed(): void;
}

const HAZARD_NAMES = ["hc", "ov", "hs", "ls", "hr", "fr", "to"] as const;

/** Working on the map: the filter, its result on the map and in the legend, and the list beside it. */
export class Work {
  filter: Filter = readFilter(location.search);
  entity: ListEntity | null = readEntity();
  filterOpen = false;
  tall = false;
  readonly lists: Lists;
  readonly result: Result;
  readonly tools: ToolBox;
  private sort: Sort = readSort();
  private inView = false;
  private options: Options | null = null;

  constructor(private readonly host: WorkHost) {
    this.lists = new Lists(host.api);
    this.result = new Result(this.lists, () => this.arrived());
    this.tools = new ToolBox({
      api: host.api,
      map: () => host.map(),
      selection: () => host.selection(),
      cellName: (id) => host.store.tree.get(id)?.name ?? "",
      nameOf: (selection) => this.nameOf(selection),
      mayExport: () => this.options?.may_export ?? false,
      openCell: (id) => this.host.select({ entity: "cell", id }),
      selected: (name, value) => {
        this.setFilter(withArea(this.filter, name, value));
        if (!this.entity) this.openList();
      },
      changed: () => host.changed(),
    });
    window.addEventListener("popstate", () => this.back());
  }

  private nameOf({ entity, id }: Selection): string {
    const kind = term("entity", entity);
    const found = entity === "cell" || entity === "feature" ? undefined : this.host.store.get(entity, id);
    if (!found) return kind;
    return `${kind} · ${"title" in found ? found.title : found.name}`;
  }

  /** The store has its first state: ask for what the address names. */
  start(): void {
    void this.lists.options().then((options) => {
      this.options = options;
      this.host.changed();
    }, console.warn);
    if (this.filter.size) this.result.show(this.query);
  }

  /** The map is there, or another one. */
  drawn(): void {
    if (this.result.marks) this.host.map()?.setMarks(this.result.marks);
    this.outline();
  }

  /** Show on the map what area the filter has. */
  private outline(): void {
    const name = AREA_NAMES.find((each) => this.filter.has(each));
    const value = name ? this.filter.get(name)?.[0] : undefined;
    this.host.map()?.keepArea(name && value ? drawingOf(name, value) : null);
  }

  take(change: StoreChange): void {
    if (this.filter.size || this.entity || this.filterOpen) this.result.take(change);
  }

  /** The map came to rest somewhere else. */
  moved(): void {
    if (this.entity && this.inView) this.host.changed();
  }

  get query(): string {
    return filterQuery(this.filter);
  }

  get words(): Words {
    return { options: this.options, tree: this.host.store.tree };
  }

  get listOpen(): boolean {
    return this.entity !== null;
  }

  setFilter(filter: Filter): void {
    const cell = filter.get("cl")?.[0];
    if (cell && cell !== this.filter.get("cl")?.[0]) this.goTo(Number(cell));
    this.filter = filter;
    this.write("push");
    this.outline();
    this.result.show(this.query);
    this.host.changed();
  }

  /** Whoever asks for one district wants to see that district. */
  private goTo(id: number): void {
    const map = this.host.map();
    const cell = this.host.store.tree.get(id);
    if (!map || !cell || cell.lon === null || cell.lat === null) return;
    map.flyTo(cell.lon, cell.lat, zoomFor(cell.level, 0));
  }

  private arrived(): void {
    this.host.map()?.setMarks(this.result.marks);
    this.host.changed();
  }

  private back(): void {
    const filter = readFilter(location.search);
    this.entity = readEntity();
    this.sort = readSort();
    const other = filterQuery(filter) !== this.query;
    this.filter = filter;
    if (other) this.result.show(this.query);
    this.outline();
    this.host.changed();
  }

  /** A saved view: its filter, list and place. */
  readonly openView = (event: CustomEvent<string>): void => {
    history.pushState(null, "", event.detail ? `${location.pathname}?${event.detail}` : location.pathname);
    window.dispatchEvent(new PopStateEvent("popstate"));
    const { view } = readLink(location.search);
    if (view) this.host.map()?.flyTo(view.lon, view.lat, view.zoom);
  };

  /** What Escape puts away before it closes anything else; whether there was something. */
  escape(): boolean {
    if (!this.tools.inHand) return false;
    this.tools.putAway();
    return true;
  }

  private write(how: "push" | "replace"): void {
    const params = new URLSearchParams(writeFilter(this.filter, location.search));
    params.delete("list");
    params.delete("sort");
    if (this.entity) params.set("list", this.entity);
    if (this.entity && this.sort.key) params.set("sort", `${this.sort.down ? "-" : ""}${this.sort.key}`);
    const text = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%3B", ";");
    const address = location.pathname + (text ? `?${text}` : "");
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  toggleFilter(): void {
    this.filterOpen = !this.filterOpen;
    if (this.filterOpen && !this.result.totals) this.result.show(this.query);
    this.host.changed();
  }

  /** Open the list of a kind; of what was asked for last, if it is not said. */
  openList(entity?: ListEntity): void {
    this.entity = entity ?? (HAZARD_NAMES.some((name) => this.filter.has(name)) ? "hazards" : "points");
    this.sort = { key: "", down: false };
    this.filterOpen = false;
    this.write("replace");
    this.host.changed();
  }

  closeList(): void {
    this.entity = null;
    this.write("replace");
    this.host.changed();
  }

  bar(person: boolean): TemplateResult {
    const views = html`<sg-views .api=${this.host.api} .current=${() => location.search.slice(1)} @view=${this.openView}></sg-views>`;
    const extra = html`${person ? views : nothing}${this.tools.menu()}`;
    const { result } = this;
    return workBar({
      filter: this.filter,
      words: this.words,
      filterOpen: this.filterOpen,
      listOpen: this.listOpen,
      note: result.failed ? t("work.failed") : result.cut ? t("work.cut") : "",
      set: (filter) => this.setFilter(filter),
      toggleFilter: () => this.toggleFilter(),
      toggleList: () => (this.entity ? this.closeList() : this.openList()),
      extra,
    });
  }

  /** What lies over the map while a tool is in hand, and the sheet for paper. */
  overlays(city: string): TemplateResult {
    return html`${this.tools.strip()} ${this.tools.sheet(city, inWords(this.filter, this.words))}`;
  }

  panel(): TemplateResult | typeof nothing {
    if (!this.filterOpen) return nothing;
    const model = {
      filter: this.filter,
      words: this.words,
      totals: this.result.totals,
      set: (filter: Filter) => this.setFilter(filter),
      show: (entity: ListEntity) => this.openList(entity),
      close: () => {
        this.filterOpen = false;
        this.host.changed();
        document.querySelector<HTMLElement>(".work-filter")?.focus();
      },
    };
    return html`<sg-filter .model=${model}></sg-filter>`;
  }

  list(): TemplateResult | typeof nothing {
    return this.entity ? html`<sg-list .model=${this.listModel(this.entity)}></sg-list>` : nothing;
  }

  private listModel(entity: ListEntity): ListModel {
    const query = this.listQuery();
    return {
      lists: this.lists,
      entity,
      query,
      sort: this.sort,
      stamp: this.result.stamp,
      selection: this.host.selection(),
      inView: this.inView,
      tall: this.tall,
      mayExport: this.options?.may_export ?? false,
      setEntity: (next) => this.openList(next),
      setSort: (next) => {
        this.sort = next;
        this.write("replace");
        this.host.changed();
      },
      setInView: (on) => {
        this.inView = on;
        this.host.changed();
      },
      setTall: (on) => {
        this.tall = on;
        this.host.changed();
      },
      open: (row, of) => this.open(row, of),
      exported: (format) =>
        `/api/list/${entity}/export?${[query, sortQuery(this.sort)].filter(Boolean).join("&")}&format=${format}`,
      close: () => this.closeList(),
    };
  }

  /** "In view" is a box of its own, unless one was drawn already: then what was drawn says more. */
  private listQuery(): string {
    const bounds = this.inView ? this.host.map()?.bounds() : undefined;
    const drawn = AREA_NAMES.some((name) => this.filter.has(name));
    if (!bounds || drawn) return this.query;
    return filterQuery(withArea(this.filter, "bb", bounds.map((n) => n.toFixed(5)).join(",")));
  }

  private open(row: AnyRow, entity: ListEntity): void {
    const at = row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : undefined;
    this.host.select({ entity: ENTITY_OF[entity], id: row.id }, at);
  }
}

function readEntity(): ListEntity | null {
  const text = new URLSearchParams(location.search).get("list");
  return LIST_ENTITIES.find((entity) => entity === text) ?? null;
}

function readSort(): Sort {
  const text = new URLSearchParams(location.search).get("sort") ?? "";
  return { key: text.replace(/^-/, "").replace(/[^a-z]/g, ""), down: text.startsWith("-") };
}
