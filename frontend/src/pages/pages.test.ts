// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { nextStop } from "../ui/sheet.ts";
import { padding, rootPixels, zoomFor } from "./map-geometry.ts";
import { basemapOf } from "./map-model.ts";
import { safeNext } from "./next.ts";

const HOME = "https://map.example";

describe("where the log-in leads", () => {
  it("goes on to a page of this site", () => {
    expect(safeNext("/map?sel=point:3", HOME)).toBe("/map?sel=point:3");
  });

  it("never leads to another site or back to the log-in", () => {
    for (const next of [
      "https://evil.example/",
      "//evil.example/map",
      "javascript:alert(1)",
      "/login",
      null,
    ]) {
      expect(safeNext(next, HOME)).toBe("/map");
    }
  });
});

describe("room for the map", () => {
  it("keeps the text at 16 px on desks and doubles it on a 4K wall", () => {
    expect(rootPixels(1920, 1080)).toBe(16);
    expect(rootPixels(1366, 768)).toBe(16);
    expect(rootPixels(3840, 2160)).toBeGreaterThan(31);
  });

  it("leaves the middle free on a desk and the top on a phone", () => {
    const desk = padding(1920, 1080, { left: true, right: true, stop: "peek" });
    expect(desk.left + desk.right).toBeLessThan(1920 / 2);
    const past = padding(1920, 1080, { left: true, right: true, stop: "peek", past: true });
    expect(past.left).toBeGreaterThan(2 * desk.left);
    const narrow = { right: true, stop: "peek" as const };
    expect(padding(1366, 768, { ...narrow, left: true, past: true })).toEqual(
      padding(1366, 768, { ...narrow, left: true }),
    );
    const phone = padding(390, 844, { left: true, right: true, stop: "half" });
    expect(phone.left).toBe(16);
    expect(phone.bottom).toBeGreaterThan(400);
  });

  it("goes nearer to smaller cells and never farther from a thing", () => {
    expect(zoomFor(2, 15)).toBeLessThan(zoomFor(4, 15));
    expect(zoomFor(null, 17.5)).toBe(17.5);
  });

  it("moves a sheet one stop at a time", () => {
    expect([nextStop("peek", 1), nextStop("half", 1), nextStop("full", 1)]).toEqual(["half", "full", "full"]);
    expect(nextStop("peek", -1)).toBe("peek");
  });
});

describe("the operator's base map", () => {
  it("is the thin local one unless one is set", () => {
    expect(basemapOf(null)).toBeNull();
    expect(basemapOf(undefined)).toBeNull();
  });

  it("comes through our own server, with its names and zooms", () => {
    const set = {
      url: "/tiles/basemap/base/{z}/{x}/{y}",
      labels: "",
      attribution: "T",
      min_zoom: 3,
      max_zoom: 16,
    };
    const plain = { url: set.url, attribution: "T", minZoom: 3, maxZoom: 16 };
    expect(basemapOf(set)).toEqual(plain);
    expect(basemapOf({ ...set, labels: "/l/{z}/{x}/{y}" })).toEqual({ ...plain, labels: "/l/{z}/{x}/{y}" });
  });
});
