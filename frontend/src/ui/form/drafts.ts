import type { Values } from "./spec.ts";

const PREFIX = "safegrid.draft.";

/** What was typed and not yet sent outlives closing the panel and reloading the page, in this tab. */
export function loadDraft(key: string, storage: Storage = sessionStorage): Values | null {
  const text = storage.getItem(PREFIX + key);
  if (!text) return null;
  try {
    return JSON.parse(text) as Values;
  } catch (broken) {
    console.warn("a draft could not be read and is dropped", broken);
    storage.removeItem(PREFIX + key);
    return null;
  }
}

export function saveDraft(key: string, values: Values, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(PREFIX + key, JSON.stringify(values));
  } catch (full) {
    // The form itself still holds everything; only a reload would lose it.
    console.warn("a draft could not be kept", full);
  }
}

export function dropDraft(key: string, storage: Storage = sessionStorage): void {
  storage.removeItem(PREFIX + key);
}
