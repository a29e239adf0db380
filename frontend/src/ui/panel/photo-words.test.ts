// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { distanceWords, isFar, isLongApart, timeWords } from "./photo-words.ts";

describe("how a photo stands to what it shows", () => {
  it("is told by distance, in the unit that reads well", () => {
    expect(distanceWords(0)).toBe("距隐患位置 0 米");
    expect(distanceWords(999)).toBe("距隐患位置 999 米");
    expect(distanceWords(3_240)).toBe("距隐患位置 3.2 公里");
    expect(distanceWords(61_400)).toBe("距隐患位置 61 公里");
    expect(distanceWords(null)).toBe("");
  });

  it("is told by time, before or after", () => {
    expect(timeWords(0)).toBe("与发现时间相同");
    expect(timeWords(-3)).toBe("早于发现时间 3 分钟");
    expect(timeWords(125)).toBe("晚于发现时间 2 小时");
    expect(timeWords(-3 * 24 * 60)).toBe("早于发现时间 3 天");
    expect(timeWords(undefined)).toBe("");
  });

  it("asks for a check only from far away or long apart", () => {
    expect([500, 501].map(isFar)).toEqual([false, true]);
    expect([-1_440, -1_441, 1_441].map(isLongApart)).toEqual([false, true, true]);
    expect([isFar(null), isLongApart(null)]).toEqual([false, false]);
  });
});
