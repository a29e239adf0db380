/** County, township, community: three lists, each of what lies in the one before. */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { CellNode, CellTree } from "../../state/tree.ts";

const LEVELS = [2, 3, 4] as const;

/** Cells of a level that lie in a chosen cell, or all of the level that the screen knows. */
function below(tree: CellTree, level: number, above: number | null): CellNode[] {
  const cells = [...tree.all()].filter((cell) => cell.level === level);
  const inside = above === null ? cells : cells.filter((cell) => cell.parent === above);
  return inside.sort((a, b) => a.code.localeCompare(b.code));
}

export function cellSelects(
  tree: CellTree,
  chosen: number | null,
  set: (cell: number | null) => void,
): TemplateResult {
  const path = chosen === null ? [] : tree.path(chosen);
  const at = (level: number): number | null => path.find((cell) => cell.level === level)?.id ?? null;
  const choose = (level: number) => (event: Event) => {
    const value = (event.target as HTMLSelectElement).value;
    set(value ? Number(value) : level === 2 ? null : at(level - 1));
  };
  return html`<div class="filter-cells">${LEVELS.map((level) => {
    if (level > 2 && at(level - 1) === null && below(tree, level - 1, null).length > 1) return nothing;
    const cells = below(tree, level, level === 2 ? null : at(level - 1));
    const label = term("cell_level", level);
    return html`<select class="input" aria-label=${label} data-level=${level} @change=${choose(level)}>
      <option value="" ?selected=${at(level) === null}>${t("filter.any_cell", { level: label })}</option>
      ${cells.map((cell) => html`<option value=${cell.id} ?selected=${cell.id === at(level)}>${cell.name}</option>`)}
    </select>`;
  })}</div>`;
}
