/** What became of cells and of the people who answer for them between two moments: lists that lead to each. */
import { html, nothing, type TemplateResult } from "lit";
import type { components } from "../../generated/api.ts";
import { join, type TextKey, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Outline } from "../../map/types.ts";
import { middleOf } from "../../state/measure.ts";
import { number } from "../format.ts";

type Schemas = components["schemas"];
export type Difference = Schemas["GroundDifference"];
type Cell = Schemas["PastCellOut"];
type Person = Schemas["PastPerson"];

export interface DiffModel {
  difference: Difference;
  /** groups that are shown in full */
  open: ReadonlySet<string>;
  cellName(id: number): string;
  fly(place: readonly [number, number], level: number): void;
  unfold(group: string): void;
}

interface Row {
  name: string;
  detail: string;
  level: number;
  at: readonly [number, number];
}

const FIRST = 30;

/** How many cells are not what they were. */
export function differing({ made, ended, changed }: Difference): number {
  return made.length + ended.length + changed.length;
}

/** The cells of then, and over them those of the later moment where they differ. */
export function outlinesOf(cells: readonly Cell[], { made, ended, changed }: Difference): Outline[] {
  const other = new Set([...ended, ...changed.map(({ before }) => before)].map(({ id }) => id));
  const then = cells.map(({ id, name, shape }) => ({ name, shape, other: other.has(id), later: false }));
  const later = [...made, ...changed.map(({ after }) => after)];
  const names = new Set(made.map(({ id }) => id));
  const drawn = later.map(({ id, name, shape }) => ({
    name: names.has(id) ? name : "",
    shape,
    other: true,
    later: true,
  }));
  return [...then, ...drawn];
}

export function differenceLists(model: DiffModel): TemplateResult {
  const { made, ended, changed, people } = model.difference;
  const groups: [TextKey, Row[]][] = [
    ["past.made", made.map((cell) => rowOf(cell, `${cell.code} · ${km2(cell.area_km2)}`))],
    ["past.ended", ended.map((cell) => rowOf(cell, `${cell.code} · ${km2(cell.area_km2)}`))],
    ["past.changed", changed.map((pair) => rowOf(pair.after, changeWords(pair, model.cellName)))],
    ["past.staffed", people.map(staffRow)],
  ];
  return html`${groups.map(([key, rows]) => (rows.length ? group(key, rows, model) : nothing))}`;
}

function group(key: TextKey, rows: readonly Row[], { open, fly, unfold }: DiffModel): TemplateResult {
  const shown = open.has(key) ? rows : rows.slice(0, FIRST);
  return html`<section class="past-group" aria-labelledby=${key}>
    <h3 id=${key}>${t(key)} <span class="count-badge num">${number(rows.length)}</span></h3>
    <ul class="rows">${shown.map(
      ({
        name,
        detail,
        at,
        level,
      }) => html`<li><button class="row" type="button" @click=${() => fly(at, level)}>
        <span class="row-text"><b>${name}</b><span class="meta">${detail}</span></span></button></li>`,
    )}</ul>
    ${shown.length < rows.length ? html`<button class="btn btn-plain btn-small" type="button" @click=${() => unfold(key)}>${t("past.all", { n: number(rows.length) })}</button>` : nothing}
  </section>`;
}

function rowOf({ name, level, shape }: Cell, detail: string): Row {
  return { name, detail, level, at: middleOf(shape) };
}

function km2(area: number): string {
  return `${number(area, area < 10 ? 2 : 1)} km²`;
}

function changeWords(
  { before, after, kinds }: Schemas["PastChange"],
  cellName: (id: number) => string,
): string {
  const words: Record<(typeof kinds)[number], () => string> = {
    name: () => t("past.renamed", { name: before.name }),
    parent: () => t("past.moved", { from: cellName(before.parent), to: cellName(after.parent) }),
    shape: () => {
      const grown = after.area_km2 - before.area_km2;
      return t("past.reshaped", { area: `${grown < 0 ? "−" : "+"}${km2(Math.abs(grown))}` });
    },
  };
  return kinds.map((kind) => words[kind]()).join(" · ");
}

function staffRow({ cell, lon, lat, left, came }: Schemas["Staffing"]): Row {
  const named = (people: readonly Person[]): string =>
    join(people.map(({ person, role }) => `${term("role", role)} ${person.name}`));
  const parts = [
    left.length ? t("past.left", { who: named(left) }) : "",
    came.length ? t("past.came", { who: named(came) }) : "",
  ];
  return { name: cell.name, detail: parts.filter(Boolean).join(" · "), level: cell.level, at: [lon, lat] };
}
