/** Over the map: the filter's button with the number of conditions, the list's button, and what is on as chips. */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { countActive, type Filter, NO_FILTER, toggled } from "../../state/filter.ts";
import { number } from "../format.ts";
import { icon } from "../icons.ts";
import { chipLabel, type Words } from "./facets.ts";

export interface BarModel {
  filter: Filter;
  words: Words;
  filterOpen: boolean;
  listOpen: boolean;
  /** something that people should know of the result */
  note: string;
  set(filter: Filter): void;
  toggleFilter(): void;
  toggleList(): void;
  /** further buttons */
  extra: TemplateResult | typeof nothing;
}

const MOST = 8;

export function workBar(model: BarModel): TemplateResult {
  const n = countActive(model.filter);
  return html`<div class="work-bar" role="group" aria-label=${t("work.bar")}>
    <div class="work-buttons">
      <button class="btn work-filter" type="button" aria-expanded=${model.filterOpen} aria-haspopup="dialog" @click=${() => model.toggleFilter()}>
        ${icon("filter", "1.125rem")}${t("filter.button")}${n ? html`<b class="count-badge num" aria-label=${t("filter.active", { n })}>${number(n)}</b>` : nothing}</button>
      <button class="btn work-list" type="button" aria-expanded=${model.listOpen} @click=${() => model.toggleList()}>${icon("list", "1.125rem")}${t("list.title")}</button>
      ${model.extra}
    </div>
    ${n ? chips(model) : nothing} ${model.note ? html`<p class="work-note" role="status">${model.note}</p>` : nothing}
  </div>`;
}

function chips({ filter, words, set }: BarModel): TemplateResult {
  const all = [...filter].flatMap(([name, values]) => values.map((value) => ({ name, value })));
  return html`<ul class="work-chips" aria-label=${t("filter.title")}>
    ${all.slice(0, MOST).map(({ name, value }) => {
      const label = chipLabel(name, value, words);
      return html`<li><button class="pill pill-on" type="button" data-chip=${name} aria-label=${t("chip.remove", { name: label })}
        @click=${() => set(toggled(filter, name, value))}>${label}${icon("close", "0.875rem")}</button></li>`;
    })}
    ${all.length > MOST ? html`<li class="pill">${t("chip.more", { n: all.length - MOST })}</li>` : nothing}
    <li><button class="btn btn-plain btn-small" type="button" @click=${() => set(NO_FILTER)}>${t("filter.clear")}</button></li>
  </ul>`;
}
