// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { FormField } from "../form/spec.ts";
import { type Answers, type Checklist, countOf, openItems, resultsOf, type Way } from "./check-model.ts";

const item = (id: string): Checklist["items"][number] => ({
  id,
  what: id,
  how: "",
  basis: "",
  klass: "general",
  category: "fire",
});
const list: Checklist = {
  code: "common",
  version: "1",
  title: { zh: "通用", en: "Common" },
  items: [item("a"), item("b"), item("c")],
};
const text: FormField = { name: "text", label: "text", control: "longtext", required: true };
const photos: FormField = { name: "photos", label: "photos", control: "photos", required: true };
const fields = (way: Way): FormField[] => (way === "self" ? [text] : [text, photos]);

describe("a self-check in the making", () => {
  it("is open until every item has its result and every failed one its hazard", () => {
    const answers: Answers = { a: { result: "pass" }, b: { result: "fail" } };
    expect(openItems(list, answers, fields).map((one) => one.id)).toEqual(["b", "c"]);
    const done: Answers = {
      ...answers,
      b: { result: "fail", hazard: { text: "坏了" } },
      c: { result: "na" },
    };
    expect(openItems(list, done, fields)).toEqual([]);
    const major: Answers = { ...done, b: { result: "fail", hazard: { text: "坏了", way: "major" } } };
    expect(openItems(list, major, fields).map((one) => one.id)).toEqual(["b"]);
  });

  it("sends what the way of each failed item takes", () => {
    const photo = [{ id: "u", url: "/u" }];
    const answers: Answers = {
      a: { result: "pass", hazard: { text: "old" } },
      b: { result: "fail", hazard: { text: " 坏了 ", way: "major", photos: photo } },
      c: { result: "fail", hazard: { text: "小事" } },
    };
    expect(resultsOf(list, answers, fields)).toEqual([
      { item: "a", result: "pass" },
      {
        item: "b",
        result: "fail",
        hazard: { text: "坏了", photos: ["u"], klass: "major", report: true, category: "fire" },
      },
      {
        item: "c",
        result: "fail",
        hazard: { text: "小事", klass: "general", report: false, category: "fire" },
      },
    ]);
    expect(countOf(list, answers)).toEqual({ pass: 1, fail: 2, na: 0, all: 3, done: 3 });
  });
});
