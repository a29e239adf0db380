/** Acts on one cell that are written, not drawn: the fields of their forms, and the step that is sent. */
import type { Cell } from "../../boundary/ground.ts";
import { t } from "../../i18n/index.ts";
import type { CellTree } from "../../state/tree.ts";
import type { FormField, Values } from "../form/spec.ts";
import type { Assigned, Edit } from "./types.ts";

export type Act = "rename" | "change_parent" | "assign";
const TOWNSHIP = 3;

export function actFields(act: Act, cell: Cell, tree: CellTree): FormField[] {
  switch (act) {
    case "rename":
      return [{ name: "name", label: t("planner.new_name"), control: "text", required: true }];
    case "change_parent":
      return [
        {
          name: "parent",
          label: t("planner.reparent"),
          control: "select",
          required: true,
          choices: townships(cell, tree),
        },
      ];
    case "assign":
      return [
        { name: "leaders", label: t("planner.leaders"), control: "people", required: false },
        { name: "officers", label: t("planner.officers"), control: "people", required: false },
        { name: "inspectors", label: t("planner.inspectors"), control: "people", required: false },
      ];
  }
}

/** The townships, those of the same county first. */
function townships(cell: Cell, tree: CellTree): { value: number; label: string }[] {
  const county = tree.get(cell.parent)?.parent ?? null;
  return [...tree.all()]
    .filter((one) => one.level === TOWNSHIP && one.id !== cell.parent)
    .sort((a, b) => Number(b.parent === county) - Number(a.parent === county) || a.code.localeCompare(b.code))
    .map((one) => ({
      value: one.id,
      label: [tree.get(one.parent ?? 0)?.name, one.name].filter(Boolean).join(" / "),
    }));
}

export function actInitial(act: Act, cell: Cell, posts: Assigned | null): Values {
  if (act === "rename") return { name: cell.name };
  if (act === "change_parent" || !posts) return {};
  return { leaders: posts.leaders, officers: posts.officers, inspectors: posts.inspectors };
}

export function editOf(act: Act, cell: number, body: Values): Edit {
  const nobody = act === "assign" ? { leaders: [], officers: [], inspectors: [] } : {};
  return { do: act, cell, ...nobody, ...body };
}
