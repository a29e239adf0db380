/** What the line tool asks for step by step, beside the map. */
import { html, type TemplateResult } from "lit";
import { areaOf } from "../../boundary/shapes.ts";
import { t } from "../../i18n/index.ts";
import "../form/form.ts";
import type { FormField, Values } from "../form/spec.ts";
import { icon } from "../icons.ts";
import type { Session } from "./session.ts";
import type { LineTool, Piece } from "./tools/line.ts";
import { touching } from "./touching.ts";
import { areaWords } from "./units.ts";

const TITLES = { split: "planner.tool_split", transfer: "planner.tool_transfer" } as const;
const SIDES = { split: "planner.step_side_split", transfer: "planner.step_side_transfer" } as const;

export function lineSide(
  tool: LineTool,
  session: Session,
  done: (made: number | null) => void,
): TemplateResult {
  const { piece } = tool;
  return html`<article class="plan-cell"><header><h2>${t(TITLES[tool.name])}</h2></header>
    <ol class="plan-steps">${(["cell", "line", "side"] as const).map((step) => stepLine(tool, step))}</ol>
    ${piece ? form(tool, piece, session, done) : ""}
    <div class="plan-acts">${tool.step === "side" || tool.step === "rest" ? html`<button class="btn btn-small" type="button" @click=${() => tool.again()}>${t("planner.again")}</button>` : ""}
      <button class="btn btn-small" type="button" @click=${() => tool.quit()}>${t("act.cancel")}</button></div></article>`;
}

function stepLine(tool: LineTool, step: "cell" | "line" | "side"): TemplateResult {
  const order = ["cell", "line", "side", "rest"];
  const past = order.indexOf(tool.step) > order.indexOf(step);
  const words = { cell: t("planner.step_cell"), line: t("planner.step_line"), side: t(SIDES[tool.name]) }[
    step
  ];
  return html`<li class=${past ? "is-past" : ""} aria-current=${tool.step === step ? "step" : "false"}>${past ? icon("check", "1rem") : ""}<span>${words}</span></li>`;
}

function form(
  tool: LineTool,
  piece: Piece,
  session: Session,
  done: (made: number | null) => void,
): TemplateResult {
  const { cell, line, side } = piece;
  const near = tool.name === "transfer" ? touching(session.ground, piece) : [];
  const send = async (body: Values, key: string): Promise<void> => {
    const known = new Set([...session.ground.all()].map((one) => one.id));
    await session.send(
      tool.name === "split"
        ? { do: "split", cell, line, side, ...body }
        : { do: "transfer", source: cell, line, side, ...body },
      key,
    );
    done([...session.ground.all()].find((one) => !known.has(one.id))?.id ?? null);
  };
  return html`<p class="meta">${t("planner.piece_area", { area: areaWords(areaOf([[piece.ring]])) })}</p>
    <div class="subform" data-act-form=${tool.name}><sg-form id="plan-${tool.name}" .fields=${tool.name === "split" ? splitFields() : transferFields(near)}
      .initial=${near[0] ? { target: near[0].id } : {}} draft="" label=${t(tool.name === "split" ? "planner.do_split" : "planner.do_transfer")} .send=${send}></sg-form></div>`;
}

function splitFields(): FormField[] {
  return [
    { name: "name", label: t("planner.new_name"), control: "text", required: true },
    { name: "code", label: t("planner.new_code"), control: "text", required: false },
  ];
}

function transferFields(near: readonly { id: number; name: string }[]): FormField[] {
  const choices = near.map((cell) => ({ value: cell.id, label: cell.name }));
  return [{ name: "target", label: t("planner.to_cell"), control: "select", required: true, choices }];
}
