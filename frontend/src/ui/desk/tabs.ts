import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";

export type DeskTab = "card" | "inbox" | "roster" | "handover" | "walls";
const TABS: readonly DeskTab[] = ["card", "inbox", "roster", "handover", "walls"];
const WORDS = {
  card: "desk.tab_card",
  inbox: "desk.tab_inbox",
  roster: "desk.tab_roster",
  handover: "desk.tab_handover",
  walls: "desk.tab_walls",
} as const;

/** The parts of the desk, as tabs that arrow keys walk. */
export function deskTabs(now: DeskTab, set: (tab: DeskTab) => void): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    const next = TABS[(TABS.indexOf(now) + step + TABS.length) % TABS.length] as DeskTab;
    const list = event.currentTarget as HTMLElement;
    set(next);
    requestAnimationFrame(() => list.querySelector<HTMLElement>(`#desk-tab-${next}`)?.focus());
  };
  return html`<div class="tabs desk-tabs" role="tablist" aria-label=${t("desk.tabs")} @keydown=${onKey}>${TABS.map(
    (
      tab,
    ) => html`<button id="desk-tab-${tab}" role="tab" type="button" aria-controls="desk-panel" aria-selected=${tab === now}
      tabindex=${tab === now ? 0 : -1} @click=${() => set(tab)}>${t(WORDS[tab])}</button>`,
  )}</div>`;
}
