/** How far from the place, and how long before or after it was found, a photo was taken: in words. */
import { t } from "../../i18n/index.ts";
import { number, span } from "../format.ts";

/** Further than a look back across a yard, a street and a rough fix. */
const FAR_METRES = 500;
const LONG_MINUTES = 24 * 60;

export function isFar(metres: number | null | undefined): boolean {
  return typeof metres === "number" && metres > FAR_METRES;
}

export function isLongApart(minutes: number | null | undefined): boolean {
  return typeof minutes === "number" && Math.abs(minutes) > LONG_MINUTES;
}

export function distanceWords(metres: number | null | undefined): string {
  if (typeof metres !== "number") return "";
  if (metres < 1_000) return t("notes.metres", { metres });
  return t("notes.kilometres", { km: number(metres / 1_000, metres < 10_000 ? 1 : 0) });
}

/** `minutes` after it was found; less than 0: before. */
export function timeWords(minutes: number | null | undefined): string {
  if (typeof minutes !== "number") return "";
  if (minutes === 0) return t("notes.same");
  const { value, unit } = span(Math.abs(minutes) * 60_000);
  const words = unit === "day" ? "notes.day" : unit === "hour" ? "notes.hour" : "notes.minute";
  return t(minutes < 0 ? "notes.before" : "notes.after", { span: t(words, { n: value }) });
}
