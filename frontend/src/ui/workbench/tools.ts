/** The map's tools: selecting by area, measuring, printing, sharing; and the strip that guides while one is in hand. */
import { html, nothing, type TemplateResult } from "lit";
import { type TextKey, t } from "../../i18n/index.ts";
import type { Drawing, ToolKind } from "../../map/types.ts";
import { number } from "../format.ts";
import { type IconName, icon } from "../icons.ts";

export interface ToolsModel {
  open: boolean;
  tool: ToolKind | null;
  drawing: Drawing | null;
  finished: boolean;
  /** said once: the link is copied, or it is not */
  note: string;
  toggle(): void;
  use(tool: ToolKind | null): void;
  undo(): void;
  finish(): void;
  print(): void;
  fullScreen(): void;
  share(): void;
  /** the ground as it was */
  past(): void;
  /** figures per cell of a period */
  figures(): void;
}

const SELECT: readonly [ToolKind, IconName, TextKey][] = [
  ["box", "box", "tool.box"],
  ["polygon", "polygon", "tool.polygon"],
  ["ring", "ring", "tool.ring"],
];
const MEASURE: readonly [ToolKind, IconName, TextKey][] = [
  ["line", "ruler", "tool.line"],
  ["area", "area", "tool.area"],
];
const HINTS: Record<ToolKind, TextKey> = {
  box: "tool.hint_box",
  polygon: "tool.hint_polygon",
  ring: "tool.hint_ring",
  line: "tool.hint_line",
  area: "tool.hint_polygon",
};

export function toolsMenu(model: ToolsModel): TemplateResult {
  const item = (name: IconName, label: TextKey, act: () => void, id: string): TemplateResult =>
    html`<button class="menu-item" type="button" data-tool=${id} @click=${act}>${icon(name, "1.125rem")}${t(label)}</button>`;
  const tool = ([kind, name, label]: readonly [ToolKind, IconName, TextKey]): TemplateResult =>
    item(name, label, () => model.use(kind), kind);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !model.open) return;
    event.stopPropagation();
    model.toggle();
  };
  return html`<div class="menu work-menu" @keydown=${key}>
    <button class="btn work-tools" type="button" aria-expanded=${model.open} aria-controls="work-tools" aria-label=${t("tool.title")} @click=${() => model.toggle()}>${icon("tools", "1.125rem")}<span>${t("tool.title")}</span></button>
    <div id="work-tools" class="menu-pop work-pop" ?hidden=${!model.open}>
      <p class="meta work-pop-head">${t("tool.select")}</p>${SELECT.map(tool)}
      <p class="meta work-pop-head">${t("tool.measure")}</p>${MEASURE.map(tool)}
      <p class="meta work-pop-head">${t("tool.look")}</p>
      ${item("clock", "past.title", () => model.past(), "past")}
      ${item("file", "figures.title", () => model.figures(), "figures")}
      <p class="meta work-pop-head">${t("tool.out")}</p>
      ${item("print", "tool.print", () => model.print(), "print")}
      ${item("link", "tool.share", () => model.share(), "share")}
      ${item("full", "tool.full", () => model.fullScreen(), "full")}
    </div></div>`;
}

export function lengthWords(metres: number): string {
  return metres < 1000 ? `${number(metres, metres < 100 ? 1 : 0)} m` : `${number(metres / 1000, 2)} km`;
}

export function areaWords(squareMetres: number): string {
  return squareMetres < 100_000 ? `${number(squareMetres)} m²` : `${number(squareMetres / 1e6, 2)} km²`;
}

function measured({ kind, metres, squareMetres }: Drawing): string {
  if (kind === "line" || kind === "ring") return lengthWords(metres);
  return kind === "area" ? `${areaWords(squareMetres)} · ${lengthWords(metres)}` : areaWords(squareMetres);
}

/** While a tool is in hand: what to do next, what has been measured, back, done. */
export function toolStrip(model: ToolsModel): TemplateResult | typeof nothing {
  if (!model.tool) return model.note ? html`<p class="tool-strip" role="status">${model.note}</p>` : nothing;
  const { drawing, finished, tool } = model;
  const many = tool === "polygon" || tool === "line" || tool === "area";
  return html`<div class="tool-strip" role="group" aria-label=${t("tool.title")}>
    <span role="status">${finished ? nothing : t(HINTS[tool])} ${drawing ? html`<b class="num" data-measured>${measured(drawing)}</b>` : nothing}</span>
    ${many && !finished ? html`<button class="btn btn-small" type="button" @click=${() => model.undo()}>${t("tool.undo")}</button>` : nothing}
    ${many && !finished ? html`<button class="btn btn-small btn-main" type="button" ?disabled=${!drawing} @click=${() => model.finish()}>${t("tool.done")}</button>` : nothing}
    ${finished ? html`<button class="btn btn-small" type="button" @click=${() => model.use(tool)}>${t("tool.again")}</button>` : nothing}
    <button class="btn btn-small" type="button" @click=${() => model.use(null)}>${t(finished ? "act.close" : "act.cancel")}</button>
  </div>`;
}
