import type { Values } from "./spec.ts";

const PREFIX = "safegrid.draft.";
const SENT = "safegrid.sent.";

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
  storage.removeItem(SENT + key);
}

/** The Idempotency-Key of a call that was not answered: after a reload it goes out under the same one. */
export function loadSentKey(key: string, storage: Storage = sessionStorage): string | null {
  return storage.getItem(SENT + key);
}

export function saveSentKey(key: string, sent: string | null, storage: Storage = sessionStorage): void {
  if (sent === null) storage.removeItem(SENT + key);
  else storage.setItem(SENT + key, sent);
}
