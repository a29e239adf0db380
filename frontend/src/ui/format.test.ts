// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setLang } from "../i18n/index.ts";
import { dateTime, daysUntil, localInput, number, shares, shortTime, span } from "./format.ts";
import { agoText, dueText } from "./text.ts";

describe("numbers and times", () => {
  it("groups digits the same way in both languages", () => {
    setLang("zh");
    expect(number(40_000)).toBe("40,000");
    setLang("en");
    expect(number(40_000)).toBe("40,000");
    expect(number(0.256, 2)).toBe("0.26");
  });

  it("writes moments so that they sort", () => {
    const at = new Date("2026-11-21T12:04:00Z");
    expect(dateTime(at.toISOString())).toBe("2026-11-21 20:04");
    expect(localInput(at)).toBe("2026-11-21T20:04");
    expect(shortTime(at.toISOString(), new Date("2026-11-21T15:00:00Z"))).toBe("20:04");
    expect(shortTime(at.toISOString(), new Date("2026-11-21T16:01:00Z"))).toBe("11-21 20:04");
  });

  it("reads what is written without a zone as China's clock", () => {
    expect(dateTime("2026-11-21T20:04")).toBe("2026-11-21 20:04");
    expect(dateTime("2026-11-21")).toBe("2026-11-21 00:00");
    expect(dateTime("2026-11-21T00:30:00+09:00")).toBe("2026-11-20 23:30");
  });

  it("is silent about what is no moment", () => {
    expect(dateTime(null)).toBe("");
    expect(dateTime("soon")).toBe("");
  });

  it("counts calendar days, not spans of 24 hours", () => {
    const lateEvening = new Date("2026-11-21T23:50:00+08:00");
    expect(daysUntil("2026-11-21T16:10:00Z", lateEvening)).toBe(1);
    expect(daysUntil("2026-11-20", lateEvening)).toBe(-1);
  });

  it("takes the largest unit", () => {
    expect(span(59_999)).toEqual({ value: 59, unit: "second" });
    expect(span(60_000)).toEqual({ value: 1, unit: "minute" });
    expect(span(3_600_000 * 25)).toEqual({ value: 1, unit: "day" });
    expect(span(-5)).toEqual({ value: 0, unit: "second" });
  });

  it("says how long ago and how long still", () => {
    setLang("zh");
    expect(agoText("2026-11-21T00:00:00Z", Date.parse("2026-11-21T00:03:00Z"))).toBe("3 分钟前");
    expect(dueText("2026-11-24", new Date("2026-11-21T00:00:00+08:00"))).toBe("还剩 3 天");
    expect(dueText("2026-11-21", new Date("2026-11-21T23:59:00+08:00"))).toBe("今天到期");
    expect(dueText("2026-11-19", new Date("2026-11-21T08:00:00+08:00"))).toBe("超期 2 天");
  });
});

describe("shares of the bar", () => {
  it("fills the bar and hides no part that is there", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 5 }), (parts) => {
        const widths = shares(parts);
        const total = widths.reduce((a, b) => a + b, 0);
        if (parts.every((n) => n === 0)) expect(total).toBe(0);
        else expect(total).toBeCloseTo(100, 6);
        for (const [i, n] of parts.entries()) expect((widths[i] ?? 0) > 0).toBe(n > 0);
      }),
    );
  });

  it("keeps one red point among a million visible", () => {
    expect(shares([1, 0, 0, 999_999])[0]).toBeGreaterThan(1);
  });
});
