/** The keyboard of the desk: what a key does, whatever is in hand. */
import type { ToolName } from "./tools/tool.ts";

const TOOLS: Record<string, ToolName> = { v: "shape", s: "split", t: "transfer", r: "redraw", n: "carve" };

export interface Keyboard {
  readonly mayEdit: boolean;
  undo(): void;
  redo(): void;
  help(): void;
  fit(): void;
  take(name: ToolName): void;
  /** words and menus over the map go away */
  quiet(): void;
  /** whether the tool in hand knew the key */
  tool(key: string): boolean;
}

/** Do what a key stands for; whether it stood for anything. */
export function press(event: KeyboardEvent, desk: Keyboard): boolean {
  const { key } = event;
  const low = key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && (low === "z" || low === "y")) {
    if (event.shiftKey || low === "y") desk.redo();
    else desk.undo();
    return true;
  }
  if (command || event.altKey) return false;
  const tool = TOOLS[low];
  if (key === "?") desk.help();
  else if (low === "f") desk.fit();
  else if (tool && desk.mayEdit) desk.take(tool);
  else {
    if (key === "Escape") desk.quiet();
    return desk.tool(key);
  }
  return true;
}

/** Whether a key was meant for a field, a dialog or an input method. */
export function elsewhere(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  // A button of a dialog that is switched off loses the focus to the page below.
  if (document.querySelector("dialog[open]")) return true;
  return event.isComposing || target.closest("input, textarea, select, dialog, [role=slider]") !== null;
}
