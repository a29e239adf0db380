import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";

/** On a phone the side panels are sheets that come up from below; how far. */
export type Stop = "peek" | "half" | "full";
const STOPS: readonly Stop[] = ["peek", "half", "full"];
const FAR = 24;

export function nextStop(stop: Stop, step: 1 | -1): Stop {
  const i = Math.min(STOPS.length - 1, Math.max(0, STOPS.indexOf(stop) + step));
  return STOPS[i] as Stop;
}

/** The grip of a sheet: drag it up and down, or press it. Desktop screens do not show it. */
export function grip(stop: Stop, set: (stop: Stop) => void): TemplateResult {
  let from: number | null = null;
  const label = t(stop === "full" ? "app.sheet_less" : "app.sheet_more");
  const start = (event: PointerEvent): void => {
    from = event.clientY;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };
  const end = (event: PointerEvent): void => {
    if (from === null) return;
    const moved = event.clientY - from;
    from = null;
    if (Math.abs(moved) >= FAR) set(nextStop(stop, moved < 0 ? 1 : -1));
    else set(stop === "full" ? "peek" : nextStop(stop, 1));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      set(stop === "full" ? "peek" : nextStop(stop, 1));
    }
  };
  return html`<button class="grip" type="button" aria-label=${label} aria-expanded=${stop !== "peek"}
    @pointerdown=${start} @pointerup=${end} @keydown=${key}><i></i></button>`;
}
