import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import "../dialog.ts";

function rows(): readonly [string, string][] {
  return [
    [t("planner.mouse_click"), t("planner.key_choose")],
    [t("planner.mouse_drag"), t("planner.key_drag")],
    ["Delete", t("planner.key_delete")],
    ["V", t("planner.tool_shape")],
    ["S", t("planner.tool_split")],
    ["T", t("planner.tool_transfer")],
    ["R", t("planner.tool_redraw")],
    ["N", t("planner.tool_carve")],
    ["Enter", t("planner.key_enter")],
    ["Esc", t("planner.key_escape")],
    ["Ctrl Z", t("planner.key_undo")],
    ["Ctrl Shift Z", t("planner.key_redo")],
    ["F", t("planner.key_fit")],
    ["+ −", t("planner.key_zoom")],
    ["← → ↑ ↓", t("planner.key_pan")],
    ["?", t("planner.help")],
  ];
}

/** The sheet of shortcuts. */
export function helpSheet(close: () => void): TemplateResult {
  const content = html`<dl class="plan-keys">${rows().map(([key, words]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`)}</dl>`;
  return html`<sg-dialog heading=${t("planner.help")} .content=${content} @closed=${close}></sg-dialog>`;
}
