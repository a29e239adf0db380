import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";

export type SideTab = "cell" | "impact";
const TABS: readonly SideTab[] = ["cell", "impact"];
const WORDS = { cell: "planner.tab_cell", impact: "planner.tab_impact" } as const;

/** The parts of the right side, as tabs that arrow keys walk. */
export function sideTabs(now: SideTab, set: (tab: SideTab) => void): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.stopPropagation();
    const next = TABS[(TABS.indexOf(now) + step + TABS.length) % TABS.length] as SideTab;
    const list = event.currentTarget as HTMLElement;
    set(next);
    requestAnimationFrame(() => list.querySelector<HTMLElement>(`#plan-tab-${next}`)?.focus());
  };
  return html`<div class="tabs plan-tabs" role="tablist" aria-label=${t("planner.tabs")} @keydown=${onKey}>${TABS.map(
    (
      tab,
    ) => html`<button id="plan-tab-${tab}" role="tab" type="button" aria-controls="plan-panel" aria-selected=${tab === now}
      tabindex=${tab === now ? 0 : -1} @click=${() => set(tab)}>${t(WORDS[tab])}</button>`,
  )}</div>`;
}
