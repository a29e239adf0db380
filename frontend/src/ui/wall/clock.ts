import { html, type TemplateResult } from "lit";
import { lang, t } from "../../i18n/index.ts";

/** A wall hangs in China, whatever zone its computer thinks it is in. */
const ZONE = "Asia/Shanghai";
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = lang() === "zh" ? "zh-CN" : "en-GB";
  const key = `${locale}/${name}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  formats.set(key, made);
  return made;
}

/** `20:14:36` in China. */
export function chinaClock(at: Date, seconds = true): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return format(seconds ? "s" : "m", seconds ? { ...options, second: "2-digit" } : options).format(at);
}

/** Date, weekday and time by the server's clock. */
export function wallClock(now: Date): TemplateResult {
  const date = format("d", { year: "numeric", month: "long", day: "numeric" }).format(now);
  const weekday = format("w", { weekday: "long" }).format(now);
  return html`<div class="wall-date meta"><span>${date}</span><span>${weekday}</span></div>
    <time class="wall-clock num" aria-label=${t("wall.clock")}>${chinaClock(now)}</time>`;
}
