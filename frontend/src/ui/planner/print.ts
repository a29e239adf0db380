/** The sheet of a plan on paper: the map, what changes, and who signs. On a screen it is not seen. */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell } from "../../boundary/ground.ts";
import { areaOf } from "../../boundary/shapes.ts";
import { join, say, t } from "../../i18n/index.ts";
import { dateTime } from "../format.ts";
import { statusChip } from "./list.ts";
import type { Session } from "./session.ts";
import type { Stage } from "./stage.ts";
import { areaWords } from "./units.ts";

export interface PlanSheet {
  /** the map as pictures: what changes, and the whole plan */
  changes: string;
  whole: string;
  /** the boundaries in force of what the plan changes */
  was: readonly Cell[];
  made: Date;
}

/** Raises ApiError. */
export async function sheetOf(session: Session, stage: Stage): Promise<PlanSheet> {
  const was = await session.before();
  return { ...stage.pictures(was), was, made: new Date() };
}

export function planSheet(
  sheet: PlanSheet | null,
  { plan, ground }: Session,
): TemplateResult | typeof nothing {
  if (!sheet) return nothing;
  const before = new Map(sheet.was.map((cell) => [cell.id, cell]));
  const changed = [...ground.all()].filter((cell) => cell.changed && cell.mine);
  const gone = sheet.was.filter((cell) => !ground.get(cell.id));
  const steps = plan.history.filter((entry) => !entry.undone);
  return html`<section class="plan-sheet" aria-hidden="true">
    <header><h1>${plan.name}</h1><p>${join(plan.parents.map((cell) => cell.name))} · ${t("planner.base", { n: plan.base })} · ${statusChip(plan)} · ${dateTime(sheet.made.toISOString())}</p></header>
    <div class="plan-sheet-maps"><figure><img src=${sheet.changes} alt="" /><figcaption>${t("planner.sheet_map")}</figcaption></figure>
      <figure><img src=${sheet.whole} alt="" /><figcaption>${t("planner.sheet_whole")}</figcaption></figure></div>
    <h2>${t("planner.sheet_changes")}</h2>
    <table><thead><tr>${[t("planner.code"), t("planner.name_of_cell"), t("planner.parent"), t("planner.area_before"), t("planner.area_after")].map((words) => html`<th scope="col">${words}</th>`)}</tr></thead>
      <tbody>${changed.map((cell) => row(cell, before.get(cell.id)))}
      ${gone.map((cell) => html`<tr><td>${cell.code}</td><td>${cell.name}</td><td>${cell.parentName}</td><td>${areaWords(areaOf(cell.shape))}</td><td>—</td></tr>`)}</tbody></table>
    <h2>${t("planner.history")}</h2><ol>${steps.map((entry) => html`<li>${say(entry.label)} · ${entry.by.name} ${dateTime(entry.at)}</li>`)}</ol>
    <footer>${[t("planner.sign_drawn"), t("planner.sign_checked"), t("planner.sign_approved"), t("planner.sign_date")].map((words) => html`<p>${words}<i></i></p>`)}</footer>
    <p class="meta">${t("app.note_long")}</p></section>`;
}

function row(cell: Cell, was: Cell | undefined): TemplateResult {
  return html`<tr><td>${cell.code}</td><td>${cell.name}</td><td>${cell.parentName}</td>
    <td>${was ? areaWords(areaOf(was.shape)) : "—"}</td><td>${areaWords(areaOf(cell.shape))}</td></tr>`;
}
