import { describe, expectTypeOf, it } from "vitest";
import type { components } from "../generated/api.ts";
import type { AlarmDrawn, HazardDrawn, Me, PointDrawn, SearchResult, Snapshot, UnitDrawn } from "./wire.ts";

type Schemas = components["schemas"];

// Checked by tsc: what the server's schema says and what the screen believes must have the same fields.
describe("wire", () => {
  it("has the fields of the server's drawings", () => {
    expectTypeOf<keyof PointDrawn>().toEqualTypeOf<keyof Schemas["PointDrawn"]>();
    expectTypeOf<keyof UnitDrawn>().toEqualTypeOf<Exclude<keyof Schemas["UnitDrawn"], "unit">>();
    expectTypeOf<keyof HazardDrawn>().toEqualTypeOf<keyof Schemas["HazardDrawn"]>();
    expectTypeOf<keyof AlarmDrawn>().toEqualTypeOf<keyof Schemas["AlarmDrawn"]>();
  });

  it("has the rest of the snapshot, the search and the viewer", () => {
    expectTypeOf<Omit<Snapshot, "objects" | "pack">>().toExtend<
      Omit<Schemas["SnapshotOut"], "objects" | "pack">
    >();
    expectTypeOf<keyof Snapshot>().toEqualTypeOf<keyof Schemas["SnapshotOut"]>();
    expectTypeOf<SearchResult>().toExtend<Schemas["SearchResult"]>();
    expectTypeOf<keyof Me>().toEqualTypeOf<keyof Schemas["Me"]>();
  });
});
