import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import type { ListEntity } from "../../net/lists.ts";
import { type Filter, type FilterName, NO_FILTER, toggled, withValues } from "../../state/filter.ts";
import { date, number } from "../format.ts";
import { icon, shape } from "../icons.ts";
import { View } from "../view.ts";
import { cellSelects } from "./cells.ts";
import { type Choice, type Facet, facets, findChoices, presets, type Words } from "./facets.ts";

export interface Totals {
  points: number;
  units: number;
  hazards: number;
  /** communities whose survey is overdue */
  surveys: number;
}

export interface FilterModel {
  filter: Filter;
  words: Words;
  /** null while they are being counted */
  totals: Totals | null;
  set(filter: Filter): void;
  show(entity: ListEntity): void;
  close(): void;
}

/** Conditions to choose from. Type a word, take a ready one, or press what fits; everything takes effect at once. */
@customElement("sg-filter")
export class FilterPanel extends View {
  @property({ attribute: false }) model!: FilterModel;
  @state() private typed = "";
  @state() private at = 0;
  @query("#filter-type") private readonly box!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.box.focus();
  }

  protected override render(): TemplateResult {
    const all = facets();
    return html`<section class="filter-pop" role="dialog" aria-label=${t("filter.title")} @keydown=${this.onKey}>
      <header class="filter-head">${this.finder()}
        <button class="btn btn-icon" type="button" aria-label=${t("act.close")} @click=${() => this.model.close()}>${icon("close")}</button>
      </header>
      <div class="filter-body scroll" tabindex="0" role="group" aria-label=${t("filter.title")}>
        <div class="filter-presets">${presets().map(
          ({ label, set }) =>
            html`<button class="pill pill-ready" type="button" @click=${() => this.add(set)}>${label}</button>`,
        )}</div>
        <div class="filter-columns">
          <div>${this.place()} ${all.ground.map((facet) => this.facet(facet))} ${all.hazards.map((facet) => this.facet(facet))} ${this.time()}</div>
          <div>${all.units.map((facet) => this.facet(facet))} ${this.departments()} ${all.levels.map((facet) => this.facet(facet))}</div>
        </div>
      </div>
      ${this.footer()}
    </section>`;
  }

  private finder(): TemplateResult {
    const found = findChoices(this.typed, this.model.words);
    const open = this.typed.trim() !== "";
    return html`<div class="filter-find">
      ${icon("search", "1.125rem", "search-icon")}
      <input id="filter-type" class="input" type="text" role="combobox" autocomplete="off" spellcheck="false" placeholder=${t("filter.type_hint")}
        aria-label=${t("filter.type_label")} aria-expanded=${open} aria-controls="filter-found" aria-autocomplete="list"
        aria-activedescendant=${open && found.length ? `filter-found-${this.at}` : nothing} .value=${this.typed}
        @input=${() => {
          this.typed = this.box.value;
          this.at = 0;
        }} @keydown=${(event: KeyboardEvent) => this.onFind(event, found)} />
      <ul id="filter-found" role="listbox" class="filter-found" aria-label=${t("filter.type_label")} ?hidden=${!open || found.length === 0}>
        ${found.map(
          (
            { choice, group },
            i,
          ) => html`<li id="filter-found-${i}" role="option" aria-selected=${i === this.at}
            @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.take(choice)}><b>${choice.label}</b><span class="meta">${group}</span></li>`,
        )}
      </ul>
      ${open && found.length === 0 ? html`<p class="filter-found search-note" role="status">${t("filter.type_none")}</p>` : nothing}
    </div>`;
  }

  private readonly onFind = (event: KeyboardEvent, found: { choice: Choice }[]): void => {
    if (event.isComposing || !this.typed.trim()) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
    } else if (event.key === "Enter" && found[this.at]) {
      event.preventDefault();
      this.take((found[this.at] as { choice: Choice }).choice);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.typed = "";
    }
  };

  private take({ name, value }: Choice): void {
    const on = this.model.filter.get(name)?.includes(value);
    if (!on) this.model.set(toggled(this.model.filter, name, value));
    this.typed = "";
    this.box.focus();
  }

  private add(set: readonly [FilterName, string][]): void {
    let next = this.model.filter;
    for (const [name, value] of set) next = withValues(next, name, [value]);
    this.model.set(next);
  }

  private facet({ name, title, choices, levels }: Facet): TemplateResult {
    const on = this.model.filter.get(name) ?? [];
    return html`<div class="filter-facet" role="group" aria-label=${t(title)}><h3>${t(title)}</h3>
      <div class="pills">${choices.map(
        ({
          value,
          label,
        }) => html`<button class="pill" type="button" aria-pressed=${on.includes(value)} data-filter="${name}=${value}"
          @click=${() => this.model.set(toggled(this.model.filter, name, value))}>${levels ? shape(Number(value)) : nothing}${label}${this.countOf(name)}</button>`,
      )}</div></div>`;
  }

  private countOf(name: FilterName): TemplateResult | typeof nothing {
    const { totals } = this.model;
    return name === "sv" && totals
      ? html` <b class="num">${t("filter.survey_cells", { n: number(totals.surveys) })}</b>`
      : nothing;
  }

  private place(): TemplateResult {
    const chosen = this.model.filter.get("cl")?.[0];
    return html`<div class="filter-facet" role="group" aria-label=${t("filter.place")}><h3>${t("filter.place")}</h3>
      ${cellSelects(this.model.words.tree, chosen ? Number(chosen) : null, (cell) => {
        this.model.set(withValues(this.model.filter, "cl", cell === null ? [] : [String(cell)]));
      })}</div>`;
  }

  private departments(): TemplateResult | typeof nothing {
    const bodies = this.model.words.options?.departments ?? [];
    if (bodies.length === 0) return nothing;
    const chosen = this.model.filter.get("dp")?.[0] ?? "";
    return html`<div class="filter-facet"><h3 id="filter-dp">${t("filter.department")}</h3>
      <select class="input" aria-labelledby="filter-dp" @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        this.model.set(withValues(this.model.filter, "dp", value ? [value] : []));
      }}><option value="" ?selected=${!chosen}>${t("filter.any_department")}</option>
        ${bodies.map(({ id, name }) => html`<option value=${id} ?selected=${String(id) === chosen}>${name}</option>`)}</select></div>`;
  }

  private time(): TemplateResult {
    const day = (
      name: "fr" | "to",
      label: string,
    ): TemplateResult => html`<label class="filter-day"><span class="meta">${label}</span>
      <input class="input" type="date" min="1949-01-01" max="2199-12-31" .value=${this.model.filter.get(name)?.[0] ?? ""}
        @change=${(event: Event) => this.model.set(withValues(this.model.filter, name, [(event.target as HTMLInputElement).value]))} /></label>`;
    return html`<div class="filter-facet" role="group" aria-label=${t("filter.time")}><h3>${t("filter.time")}</h3>
      <div class="pills">${[1, 7, 30].map(
        (days) =>
          html`<button class="pill" type="button" @click=${() => this.lastDays(days)}>${days === 1 ? t("filter.today") : t("filter.last_days", { n: days })}</button>`,
      )}</div>
      <div class="filter-days">${day("fr", t("filter.from"))}${day("to", t("filter.until"))}</div></div>`;
  }

  private lastDays(days: number): void {
    const first = date(new Date(Date.now() - (days - 1) * 86_400_000).toISOString());
    const from = withValues(this.model.filter, "fr", [first]);
    this.model.set(withValues(from, "to", []));
  }

  private footer(): TemplateResult {
    const { totals, filter } = this.model;
    const open = (entity: ListEntity, words: string): TemplateResult =>
      html`<button class="btn filter-total" type="button" data-show=${entity} @click=${() => this.model.show(entity)}>
        <b class="num">${totals ? number(totals[entity]) : "…"}</b><span>${words}</span>${icon("right", "1rem")}</button>`;
    return html`<footer class="filter-foot" aria-live="polite">
      ${open("hazards", t("list.hazards"))} ${open("units", t("list.units"))} ${open("points", t("list.points"))}
      <span class="grow"></span>
      <button class="btn btn-plain" type="button" ?disabled=${filter.size === 0} @click=${() => this.model.set(NO_FILTER)}>${t("filter.clear")}</button>
    </footer>`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.model.close();
  };
}
