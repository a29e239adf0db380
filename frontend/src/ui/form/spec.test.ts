// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { setLang } from "../../i18n/index.ts";
import { dropDraft, loadDraft, saveDraft } from "./drafts.ts";
import { circle, fieldsFrom, missing, payload } from "./spec.ts";

setLang("zh");

describe("fields from what the server says", () => {
  it("gives each kind its control", () => {
    const fields = fieldsFrom([
      { field: "deadline", type: "when" },
      { field: "approve", type: "flag" },
      { field: "people_moved", type: "whole" },
      { field: "reason", type: "text" },
      { field: "order_number", type: "text" },
      { field: "companions", type: "people" },
      { field: "shape", type: "shape", optional: true },
    ]);
    expect(fields.map((field) => field.control)).toEqual([
      ...["datetime", "bool", "number", "longtext", "text", "people", "shape"],
    ]);
    expect(fields.map((field) => field.required)).toEqual([true, true, true, true, true, true, false]);
  });

  it("names fields and choices in words", () => {
    const [field] = fieldsFrom([{ field: "class", type: "class" }]);
    expect(field?.label).toBe("认定类别");
    expect(field?.choices).toEqual([
      { value: "general", label: "一般隐患" },
      { value: "major", label: "重大隐患" },
    ]);
  });

  it("limits levels to the choices that make sense", () => {
    const [field] = fieldsFrom([{ field: "level", type: "level", choices: [2] }]);
    expect(field?.choices).toEqual([{ value: 2, label: "县（市、区）" }]);
  });

  it("asks for all five of the law", () => {
    const names = fieldsFrom([{ field: "five", type: "five" }]).map((field) => field.name);
    expect(names).toEqual(["responsible", "measures", "time_limit", "funds", "contingency"]);
  });
});

describe("what is missing and what is sent", () => {
  const fields = fieldsFrom([
    { field: "reason", type: "text" },
    { field: "deadline", type: "when" },
    { field: "approve", type: "flag" },
    { field: "cost", type: "money" },
    { field: "companions", type: "people" },
    { field: "after_photos", type: "photos" },
    { field: "opinion", type: "text", optional: true },
  ]);

  it("takes blanks and empty lists as missing, a no as an answer", () => {
    const names = missing(fields, { reason: "  ", companions: [], approve: false }).map(
      (field) => field.name,
    );
    expect(names).toEqual(["reason", "deadline", "cost", "companions", "after_photos"]);
  });

  it("sends typed values and leaves out what is empty", () => {
    const body = payload(fields, {
      reason: " 逾期 ",
      deadline: "2026-11-24T18:00",
      cost: "1200.5",
      companions: [{ id: 3, name: "王海燕" }],
      after_photos: [{ id: "a-b", url: "/api/uploads/a-b" }],
      opinion: "",
    });
    expect(body).toEqual({
      reason: "逾期",
      deadline: "2026-11-24T10:00:00.000Z",
      approve: false,
      cost: 1200.5,
      companions: [3],
      after_photos: ["a-b"],
    });
  });
});

describe("an area around a place", () => {
  it("is a closed ring at the given distance", () => {
    const ring = circle(113.85, 34.03, 200).coordinates[0] ?? [];
    expect(ring[0]).toEqual(ring.at(-1));
    for (const [lon = 0, lat = 0] of ring) {
      const north = (lat - 34.03) * 111_320;
      const east = (lon - 113.85) * 111_320 * Math.cos((34.03 * Math.PI) / 180);
      expect(Math.hypot(north, east)).toBeCloseTo(200, 0);
    }
  });
});

describe("drafts", () => {
  it("come back until they are sent", () => {
    saveDraft("report.point.3", { text: "阀门渗漏" });
    expect(loadDraft("report.point.3")).toEqual({ text: "阀门渗漏" });
    dropDraft("report.point.3");
    expect(loadDraft("report.point.3")).toBeNull();
  });

  it("do not break the form when they are unreadable", () => {
    sessionStorage.setItem("safegrid.draft.x", "{");
    expect(loadDraft("x")).toBeNull();
    expect(sessionStorage.getItem("safegrid.draft.x")).toBeNull();
  });
});
