// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { lastMonth, quarterStart, queryOf } from "./figures.ts";

it("knows the month before, also in January and after a short one", () => {
  expect(lastMonth("2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(lastMonth("2026-01-01")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
});

it("knows where a quarter begins", () => {
  expect(["2026-01-31", "2026-03-01", "2026-04-01", "2026-12-31"].map(quarterStart)).toEqual([
    "2026-01-01",
    "2026-01-01",
    "2026-04-01",
    "2026-10-01",
  ]);
});

it("asks from the beginning of the first day in China to the end of the last", () => {
  expect(new URLSearchParams(queryOf({ from: "2026-11-01", to: "2026-11-02" }, "now", 4)).get("since")).toBe(
    "2026-10-31T16:00:00.000Z",
  );
  expect(new URLSearchParams(queryOf({ from: "2026-11-01", to: "2026-11-02" }, "now", 4)).get("until")).toBe(
    "2026-11-02T16:00:00.000Z",
  );
});
