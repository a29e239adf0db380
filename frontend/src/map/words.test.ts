import { describe, expect, it } from "vitest";
import { NOTHING_LEFT_OUT, WORDS } from "./words.ts";

const { zh, en } = WORDS;

describe("what is not drawn one by one", () => {
  it("is not mentioned when all is", () => {
    expect([zh.leftOut(NOTHING_LEFT_OUT), en.leftOut(NOTHING_LEFT_OUT)]).toEqual(["", ""]);
  });

  it("is said by level", () => {
    const left = { ...NOTHING_LEFT_OUT, red: 7, rest: 2100 };
    expect(zh.leftOut(left)).toBe("7 个重大、2,100 个其他风险点汇总在圆点中，放大后逐一画出");
    expect(en.leftOut(left)).toBe("7 red, 2,100 other points are summed up in dots; zoom in to see each");
  });

  it("names outlines and units beside points, or alone", () => {
    const left = { ...NOTHING_LEFT_OUT, shape: 3, unit: 41 };
    expect(zh.leftOut(left)).toBe("3 处线、面未画轮廓，41 家单位未画出，放大后逐一画出");
    expect(en.leftOut({ ...left, orange: 1 })).toBe(
      "1 orange points are summed up in dots, 3 outlines are left out, 41 units are left out; zoom in to see each",
    );
  });
});
