import { describe, expect, it } from "vitest";
import { readLink, readSelection, writeLink } from "./url.ts";

describe("deep links", () => {
  it("read back what they write", () => {
    const link = {
      selection: { entity: "point" as const, id: 123 },
      view: { zoom: 14.25, lat: 34.02, lon: 113.85 },
    };
    expect(writeLink(link, "?lang=en")).toBe("?lang=en&sel=point:123&z=14.25&at=34.02000,113.85000");
    expect(readLink(writeLink(link, "?lang=en"))).toEqual(link);
  });

  it("leave nothing behind when nothing is selected", () => {
    expect(writeLink({ selection: null, view: null }, "?sel=cell:4&z=9&at=1,2")).toBe("");
  });

  it("ignore what they cannot be", () => {
    for (const text of ["point:", "person:3", "point:3x", "", null]) expect(readSelection(text)).toBeNull();
    expect(readLink("?z=14&at=34.02").view).toBeNull();
    expect(readLink("?sel=unit:7").selection).toEqual({ entity: "unit", id: 7 });
  });
});
