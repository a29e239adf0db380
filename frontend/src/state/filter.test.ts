import { describe, expect, it } from "vitest";
import {
  countActive,
  filterQuery,
  NO_FILTER,
  readFilter,
  toggled,
  withArea,
  withValues,
  writeFilter,
} from "./filter.ts";

describe("a filter in the address", () => {
  it("reads back what it writes and leaves the rest alone", () => {
    const filter = toggled(toggled(toggled(NO_FILTER, "hc", "major"), "af", "city"), "af", "central");
    const search = writeFilter(filter, "?lang=en&sel=point:3&lv=1");
    expect(search).toBe("?lang=en&sel=point:3&af=central,city&hc=major");
    expect(readFilter(search)).toEqual(filter);
    expect(writeFilter(NO_FILTER, search)).toBe("?lang=en&sel=point:3");
  });

  it("counts every value once", () => {
    expect(countActive(readFilter("?lv=1,2&hc=major&z=3"))).toBe(3);
  });

  it("turns values on and off, and holds one where there can be only one", () => {
    const one = toggled(toggled(NO_FILTER, "hc", "major"), "hc", "general");
    expect(filterQuery(one)).toBe("hc=general");
    expect(toggled(one, "hc", "general")).toEqual(NO_FILTER);
    expect(filterQuery(toggled(toggled(NO_FILTER, "lv", "2"), "lv", "1"))).toBe("lv=1,2");
  });

  it("has one drawn area at a time", () => {
    const box = withArea(NO_FILTER, "bb", "113,34,114,35");
    const ring = withArea(box, "bf", "113.5,34.5,500");
    expect(filterQuery(ring)).toBe("bf=113.5,34.5,500");
    expect(withArea(ring, null, "")).toEqual(NO_FILTER);
    expect(readFilter(writeFilter(withArea(NO_FILTER, "pg", "113,34;114,34;114,35"), ""))).toEqual(
      withArea(NO_FILTER, "pg", "113,34;114,34;114,35"),
    );
  });

  it("drops a value that is emptied", () => {
    expect(withValues(readFilter("?fr=2026-11-01"), "fr", [""])).toEqual(NO_FILTER);
  });
});
