import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { type IconName, icon } from "../icons.ts";
import { PAINTS, type PaintBy } from "./paint.ts";
import type { Session } from "./session.ts";
import type { ToolName } from "./tools/tool.ts";

export interface ToolbarModel {
  session: Session;
  tool: ToolName;
  take(name: ToolName): void;
  fit(): void;
  zoom(steps: number): void;
  help(): void;
  print(): void;
  by: PaintBy;
  paint(by: PaintBy): void;
}

const TOOLS: readonly [
  ToolName,
  IconName,
  (
    | "planner.tool_shape"
    | "planner.tool_split"
    | "planner.tool_transfer"
    | "planner.tool_redraw"
    | "planner.tool_carve"
  ),
  string,
][] = [
  ["shape", "cursor", "planner.tool_shape", "V"],
  ["split", "cut", "planner.tool_split", "S"],
  ["transfer", "transfer", "planner.tool_transfer", "T"],
  ["redraw", "redraw", "planner.tool_redraw", "R"],
  ["carve", "polygon", "planner.tool_carve", "N"],
];

const BY = {
  cell: "planner.by_cell",
  town: "planner.by_town",
  risk: "planner.by_risk",
  work: "planner.by_work",
  vacant: "planner.by_vacant",
} as const;

function paintSelect({ by, paint }: ToolbarModel): TemplateResult {
  return html`<label class="plan-by"><span class="meta">${t("planner.paint_by")}</span><select class="input" name="paint" aria-label=${t("planner.paint_by")} @change=${(
    event: Event,
  ) =>
    paint(
      (event.target as HTMLSelectElement).value as PaintBy,
    )}>${PAINTS.map((one) => html`<option value=${one} ?selected=${one === by}>${t(BY[one])}</option>`)}</select></label>`;
}

/** Tools, undo and redo, and the view. */
export function toolbar(model: ToolbarModel): TemplateResult {
  const { plan } = model.session;
  return html`<div class="plan-bar" role="toolbar" aria-label=${t("planner.tools")}>
    ${
      model.session.may("edit")
        ? TOOLS.map(
            ([
              name,
              sign,
              words,
              key,
            ]) => html`<button class="btn plan-tool" type="button" data-tool=${name} aria-pressed=${model.tool === name}
      title="${t(words)} (${key})" @click=${() => model.take(name)}>${icon(sign, "1.125rem")}<span>${t(words)}</span></button>`,
          )
        : ""
    }
    ${
      model.session.may("edit")
        ? html`<span class="plan-gap"></span>${small("undo", t("planner.undo"), "Ctrl Z", () => void model.session.undo(), !plan.can_undo)}
      ${small("redo", t("planner.redo"), "Ctrl Shift Z", () => void model.session.redo(), !plan.can_redo)}<span class="plan-gap"></span>`
        : ""
    }
    ${small("plus", t("app.zoom_in"), "+", () => model.zoom(1))}${small("minus", t("app.zoom_out"), "−", () => model.zoom(-1))}
    ${small("home", t("planner.key_fit"), "F", model.fit)}${small("print", t("planner.print"), "", model.print)}${small("help", t("planner.help"), "?", model.help)}${paintSelect(model)}</div>`;
}

function small(sign: IconName, words: string, key: string, act: () => void, off = false): TemplateResult {
  return html`<button class="btn btn-icon" type="button" data-do=${sign} aria-label=${words} title=${key ? `${words} (${key})` : words} ?disabled=${off} @click=${act}>${icon(sign, "1.125rem")}</button>`;
}
