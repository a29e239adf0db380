import { lang, say } from "./lang.ts";
import { TEXTS, type TextKey } from "./texts.ts";

export { LANG_EVENT, type Lang, lang, locale, say, setLang, type Words } from "./lang.ts";
export { TEXTS, type TextKey } from "./texts.ts";

/** Fill `{name}` places of a text. */
export function fill(text: string, params: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

/** A text of the screens in the screen's language. */
export function t(key: TextKey, params?: Record<string, string | number>): string {
  return fill(say(TEXTS[key]), params);
}

/** Join words as the language does. */
export function join(words: readonly string[]): string {
  return words.join(lang() === "zh" ? "、" : ", ");
}
