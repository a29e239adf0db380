import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

const STEP = 2;
const LEAP = 10;

/** A divider over the map: what was on its left, what will be on its right. Tells `divide` with a share of the width. */
@customElement("sg-plan-swipe")
export class PlanSwipe extends View {
  @state() private at = 50;

  protected override render(): TemplateResult {
    return html`<div class="plan-swipe" style="left:${this.at}%" role="slider" tabindex="0" aria-label=${t("planner.swipe")}
        aria-orientation="horizontal" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(this.at)}
        aria-valuetext=${t("planner.swipe_at", { n: Math.round(this.at) })}
        @keydown=${this.onKey} @pointerdown=${this.onDown} @pointermove=${this.onMove}>
        <span class="plan-swipe-was">${t("planner.swipe_was")}</span><span class="plan-swipe-now">${t("planner.swipe_now")}</span>
        <span class="plan-swipe-grip">${icon("left", "1rem")}${icon("right", "1rem")}</span></div>`;
  }

  protected override firstUpdated(): void {
    this.put(this.at);
  }

  private put(at: number): void {
    this.at = Math.min(100, Math.max(0, at));
    this.tell("divide", this.at / 100);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const to: Record<string, number> = {
      ArrowLeft: this.at - STEP,
      ArrowDown: this.at - STEP,
      ArrowRight: this.at + STEP,
      ArrowUp: this.at + STEP,
      PageDown: this.at - LEAP,
      PageUp: this.at + LEAP,
      Home: 0,
      End: 100,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.put(next);
  };

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  private readonly onMove = (event: PointerEvent): void => {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
    const { left, width } = this.getBoundingClientRect();
    this.put((100 * (event.clientX - left)) / width);
  };
}
