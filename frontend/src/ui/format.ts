import { locale } from "../i18n/lang";
import { chinaDay, fromChina, inChina } from "../state/china.ts";

const numbers = new Map<string, Intl.NumberFormat>();

/** Write a whole or decimal number with group separators. */
export function number(value: number, digits = 0): string {
  const key = `${locale()}/${digits}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits });
    numbers.set(key, format);
  }
  return format.format(value);
}

/** `2026-11-21 20:14` in China: sorts, aligns, and reads the same in both languages. */
export function dateTime(iso: string | null | undefined): string {
  const at = parse(iso);
  return at ? `${day(at)} ${clock(at)}` : "";
}

export function date(iso: string | null | undefined): string {
  const at = parse(iso);
  return at ? day(at) : "";
}

/** `20:14` today, `11-20 20:14` on other days. */
export function shortTime(iso: string, now: Date = new Date()): string {
  const at = parse(iso);
  if (!at) return "";
  return day(at) === day(now) ? clock(at) : `${day(at).slice(5)} ${clock(at)}`;
}

function parse(iso: string | null | undefined): Date | null {
  if (!iso) return null;
  const at = fromChina(iso);
  return Number.isNaN(at.getTime()) ? null : at;
}

function day(at: Date): string {
  return inChina(at).toISOString().slice(0, 10);
}

function clock(at: Date): string {
  return inChina(at).toISOString().slice(11, 16);
}

/** Value for an `<input type="datetime-local">`, on China's clock. */
export function localInput(at: Date): string {
  return `${day(at)}T${clock(at)}`;
}

/** Whole calendar days in China from now to a moment; negative when it is past. */
export function daysUntil(iso: string, now: Date = new Date()): number {
  const at = parse(iso);
  if (!at) return 0;
  return chinaDay(at) - chinaDay(now);
}

/** Split a time span into the largest unit that reads well. */
export function span(milliseconds: number): { value: number; unit: "second" | "minute" | "hour" | "day" } {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return { value: seconds, unit: "second" };
  if (seconds < 3600) return { value: Math.floor(seconds / 60), unit: "minute" };
  if (seconds < 86_400) return { value: Math.floor(seconds / 3600), unit: "hour" };
  return { value: Math.floor(seconds / 86_400), unit: "day" };
}

/** Widths in per cent of a bar of parts; a part that is there stays visible (at least `least` per cent). */
export function shares(parts: readonly number[], least = 1.2): number[] {
  const total = parts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return parts.map(() => 0);
  const lifted = parts.map((n) => (n === 0 ? 0 : Math.max((n / total) * 100, least)));
  const sum = lifted.reduce((a, b) => a + b, 0);
  return lifted.map((n) => (n / sum) * 100);
}
