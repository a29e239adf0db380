import { t } from "../i18n/index.ts";
import { daysUntil, span } from "./format.ts";

const UNITS = { second: "span.second", minute: "span.minute", hour: "span.hour", day: "span.day" } as const;

/** "3 分钟": a span in the largest unit that reads well. */
export function spanText(milliseconds: number): string {
  const { value, unit } = span(milliseconds);
  return t(UNITS[unit], { n: value });
}

/** "刚刚" or "3 分钟前". */
export function agoText(iso: string, now: number = Date.now()): string {
  const passed = now - new Date(iso).getTime();
  return passed < 10_000 ? t("span.just") : t("span.ago", { ago: spanText(passed) });
}

/** "还剩 3 天", "今天到期", "超期 2 天". */
export function dueText(iso: string, now: Date = new Date()): string {
  const days = daysUntil(iso, now);
  if (days === 0) return t("span.today");
  return days > 0 ? t("span.left", { n: days }) : t("span.over", { n: -days });
}
