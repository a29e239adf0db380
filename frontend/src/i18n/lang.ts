/** The language of the screen: `?lang=` wins and is remembered, else what was remembered, else Chinese. */
export type Lang = "zh" | "en";

export interface Words {
  readonly zh: string;
  readonly en: string;
}

const KEY = "safegrid.lang";
export const LANG_EVENT = "safegrid:lang";

function isLang(value: string | null): value is Lang {
  return value === "zh" || value === "en";
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch (refused) {
    // A browser may forbid storage; the switch then lasts as long as the page.
    console.warn("language is not remembered", refused);
    return null;
  }
}

function remember(lang: Lang): void {
  try {
    localStorage.setItem(KEY, lang);
  } catch (refused) {
    console.warn("language is not remembered", refused);
  }
}

function initial(): Lang {
  const asked = new URLSearchParams(location.search).get("lang");
  if (isLang(asked)) {
    remember(asked);
    return asked;
  }
  const kept = remembered();
  return isLang(kept) ? kept : "zh";
}

let current: Lang = initial();

export function lang(): Lang {
  return current;
}

export function locale(): string {
  return current === "zh" ? "zh-CN" : "en-GB";
}

/** Switch the language; every view renders again. */
export function setLang(next: Lang): void {
  current = next;
  remember(next);
  document.documentElement.lang = locale();
  window.dispatchEvent(new Event(LANG_EVENT));
}

/** Choose the words of the screen's language; plain text stays as it is. */
export function say(words: Words | string | null | undefined): string {
  if (!words) return "";
  return typeof words === "string" ? words : words[current] || words.zh;
}
