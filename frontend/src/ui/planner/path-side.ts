/** What the tools that draw a path ask for, beside the map. */
import { html, type TemplateResult } from "lit";
import { areaOf } from "../../boundary/shapes.ts";
import { t } from "../../i18n/index.ts";
import "../form/form.ts";
import type { FormField, Values } from "../form/spec.ts";
import type { Session } from "./session.ts";
import type { PathTool } from "./tools/path.ts";
import { areaWords } from "./units.ts";

export function pathSide(
  tool: PathTool,
  session: Session,
  done: (made: number | null) => void,
): TemplateResult {
  const carve = tool.name === "carve";
  return html`<article class="plan-cell"><header><h2>${t(carve ? "planner.tool_carve" : "planner.tool_redraw")}</h2></header>
    <p class="meta">${t(carve ? "planner.step_carve" : "planner.step_redraw")}</p>
    ${tool.closed ? form(tool, session, done) : ""}
    <div class="plan-acts">${tool.places.length > 0 ? html`<button class="btn btn-small" type="button" @click=${() => tool.again()}>${t("planner.again")}</button>` : ""}
      <button class="btn btn-small" type="button" @click=${() => tool.quit()}>${t("act.cancel")}</button></div></article>`;
}

function form(tool: PathTool, session: Session, done: (made: number | null) => void): TemplateResult {
  const { places } = tool;
  const [first] = places;
  const outline = { type: "Polygon", coordinates: [[...places, first]] };
  const send = async (body: Values, key: string): Promise<void> => {
    const known = new Set([...session.ground.all()].map((one) => one.id));
    await session.send({ do: "new_cell", outline, ...body }, key);
    done([...session.ground.all()].find((one) => !known.has(one.id))?.id ?? null);
  };
  const towns = townships(session);
  const under = first ? session.ground.at(first)?.parent : undefined;
  const initial = towns.some((town) => town.value === under) ? { parent: under } : {};
  return html`<p class="meta">${t("planner.piece_area", { area: areaWords(areaOf([[places]])) })}</p>
    <div class="subform" data-act-form="carve"><sg-form id="plan-carve" .fields=${fields(towns)} .initial=${initial} draft="" label=${t("planner.do_carve")} .send=${send}></sg-form></div>`;
}

function townships(session: Session): { value: number; label: string }[] {
  const found = new Map<number, string>();
  for (const cell of session.ground.all()) if (cell.mine) found.set(cell.parent, cell.parentName);
  return [...found].map(([value, label]) => ({ value, label }));
}

function fields(choices: { value: number; label: string }[]): FormField[] {
  return [
    { name: "name", label: t("planner.new_name"), control: "text", required: true },
    { name: "parent", label: t("planner.parent"), control: "select", required: true, choices },
    { name: "code", label: t("planner.new_code"), control: "text", required: false },
  ];
}
