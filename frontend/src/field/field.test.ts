import { describe, expect, it } from "vitest";
import { notesOf, withNotes } from "../keep/exif.ts";
import type { Item } from "../keep/queue.ts";
import * as inspecting from "./inspecting.ts";
import { minutesLeft, rounded, stopsOf, targetsNear } from "./model.ts";
import type { Checklist, ChecklistItem, Fix, Pack, Visit } from "./wire.ts";

const AT = "2026-03-01T08:00:00Z";
const OTHER = {
  v: 1,
  cell: 1,
  type: "factory",
  industry4: "",
  danger_class: "",
  stopped: false,
  inspected_at: null,
  may: [],
  proposes: [],
};
const FIX: Fix = { lon: 113.85, lat: 34.03, accuracy: 10, at: AT };

function visit(id: number, lon: number, state: Visit["state"] = "planned"): Visit {
  const unit = {
    id: 100 + id,
    name: `单位${id}`,
    address: "",
    lon,
    lat: 34.03,
    supervision: 3 as const,
    live: 3 as const,
    key: false,
  };
  const due = { state: "due" as const, since: "2026-02-01", until: "2026-03-10", late: 0 };
  const planned = { why: ["colour"], regime: "regular" as const, reason: "", metres_from_previous: 0 };
  return { id, order: id, unit, state, due, ...planned };
}

function pack(visits: Visit[]): Pack {
  return {
    made_at: AT,
    expires_at: AT,
    day: "2026-03-01",
    boundary: 1,
    viewer: { key: "user:7", id: 7, name: "李工", version: 1, duties: [] },
    presence_metres: 200,
    deadline: { usual: 15, most: 30 },
    categories: [],
    cells: [],
    units: visits.map(({ unit }) => ({ ...unit, ...OTHER })),
    points: [],
    visits: { day: "2026-03-01", visits, minutes_left: 40 },
    checklists: [],
    checklists_of: {},
    hazards: [],
    takeovers: [],
    clocks: [],
  };
}

function item(kind: Item["kind"], state: Item["state"], fields: Record<string, unknown>): Item {
  const body = { path: "/x", title: "", fields };
  return { id: "r", key: "r", user: 7, kind, about: "", made_at: AT, state, tries: 0, photos: [], body };
}

describe("the round", () => {
  const visits = [visit(1, 113.9), visit(2, 113.851), visit(3, 113.86, "done")];

  it("has the nearest open visit first and what is done last", () => {
    expect(stopsOf(pack(visits), [], FIX).map(({ visit }) => visit.id)).toEqual([2, 1, 3]);
  });

  it("keeps the order of the route without a position", () => {
    const found = stopsOf(pack(visits), [], null);
    expect(found.map(({ visit, metres }) => [visit.id, metres])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ]);
  });

  it("counts what was made on this phone and not yet sent", () => {
    const made = [item("inspection", "waiting", { visit: 2 }), item("skip", "sent", { visit: 1 })];
    const found = stopsOf(pack(visits), made, FIX);
    expect(found.map(({ visit, here }) => [visit.id, visit.state, here])).toEqual([
      [1, "skipped", false],
      [2, "done", true],
      [3, "done", false],
    ]);
    expect(minutesLeft(pack(visits), found)).toBe(0);
    expect(minutesLeft(pack(visits), stopsOf(pack(visits), made.slice(1), FIX))).toBe(20);
  });

  it("opens a visit again whose record was not accepted", () => {
    const refused = [item("inspection", "refused", { visit: 2 })];
    expect(stopsOf(pack(visits), refused, FIX)[0]?.visit.state).toBe("planned");
  });

  it("suggests what stands near, as far as the position can be trusted", () => {
    expect(targetsNear(pack(visits), FIX)).toEqual([]);
    const unsure = { ...FIX, accuracy: 60 };
    expect(targetsNear(pack(visits), unsure).map(({ id }) => id)).toEqual([102]);
    expect(targetsNear(pack(visits), null)).toEqual([]);
  });

  it("rounds distances as people say them", () => {
    expect([34.6, 123, 999, 1234, 12_345].map(rounded)).toEqual([
      { n: "35", unit: "m" },
      { n: "120", unit: "m" },
      { n: "1000", unit: "m" },
      { n: "1.2", unit: "km" },
      { n: "12", unit: "km" },
    ]);
  });
});

const NOTHING = { order: "no", fix: "no", usual_days: 15 } as const;

describe("an inspection", () => {
  const one = (id: string): ChecklistItem => ({
    id,
    what: id,
    how: "",
    basis: "",
    klass: "general",
    category: "fire",
  });
  const items = [one("a"), one("b"), { ...one("measure:9"), point: { id: 5, name: "罐" } }];
  const list: Checklist = { code: "common", version: "2026.1", title: { zh: "", en: "" }, items };
  const about = { unit: 3, visit: 8, list, items };

  it("is finished when every item has a result, and what failed says so with a photo", () => {
    let draft = inspecting.begun(list, new Date(AT));
    expect(inspecting.lacking(draft, items)).toEqual({ n: 3, what: "open" });
    draft = inspecting.judged(draft, items[2] as ChecklistItem, "fail", NOTHING);
    expect(inspecting.lacking(draft, items)).toEqual({ n: 3, what: "text" });
    draft = inspecting.detailed(draft, items[2] as ChecklistItem, { text: " 漏 " });
    expect(inspecting.lacking(draft, items)).toEqual({ n: 3, what: "photo" });
    draft = inspecting.detailed(draft, items[2] as ChecklistItem, { photos: ["p1"] });
    draft = inspecting.restPasses(draft, items, NOTHING);
    expect(inspecting.lacking(draft, items)).toBeNull();
    expect(inspecting.photosOf(draft)).toEqual(["p1"]);
    const stamp = { made_at: "2026-03-01T08:20:00Z", fix: FIX };
    const { results, ...rest } = inspecting.written(draft, about, stamp);
    const checklist = { code: "common", version: "2026.1" };
    const times = { began_at: new Date(AT).toISOString(), ended_at: stamp.made_at };
    expect(rest).toEqual({ unit: 3, visit: 8, checklist, ...times, note: "", ...stamp });
    expect(results).toEqual([
      { item: "a", what: "a", result: "pass" },
      { item: "b", what: "b", result: "pass" },
      {
        item: "measure:9",
        what: "measure:9",
        result: "fail",
        photos: ["p1"],
        hazard: { klass: "general", category: "fire", text: "漏", point: 5 },
      },
    ]);
  });

  it("orders what failed after all within the usual time, though it had passed with the rest", () => {
    const officer = { order: "yes", fix: "no", usual_days: 15 } as const;
    const rest = inspecting.restPasses(inspecting.begun(list, new Date(AT)), items, officer);
    const draft = inspecting.judged(rest, items[1] as ChecklistItem, "fail", officer);
    expect(draft.found["b"]).toMatchObject({ result: "fail", next: "order", days: 15 });
  });

  it("drops the photos of an item that was found to pass after all", () => {
    let draft = inspecting.judged(
      inspecting.begun(list, new Date(AT)),
      items[0] as ChecklistItem,
      "fail",
      NOTHING,
    );
    draft = inspecting.detailed(draft, items[0] as ChecklistItem, { photos: ["p1"], text: "x" });
    draft = inspecting.judged(draft, items[0] as ChecklistItem, "pass", NOTHING);
    expect(inspecting.photosOf(draft)).toEqual([]);
    expect(inspecting.heldBy(draft)).toEqual(["p1"]);
  });

  it("asks for photos of after where something was put right, and sends what the choice says", () => {
    const may = { order: "yes", fix: "yes", usual_days: 15 } as const;
    const [, second, third] = items as [ChecklistItem, ChecklistItem, ChecklistItem];
    const said = { text: "x", photos: ["before"] };
    let draft = inspecting.begun(list, new Date(AT));
    for (const item of items) {
      draft = inspecting.detailed(inspecting.judged(draft, item, "fail", may), item, said);
    }
    draft = inspecting.detailed(draft, second, { next: "fixed" });
    expect(inspecting.lacking(draft, items)).toEqual({ n: 2, what: "after" });
    draft = inspecting.detailed(draft, second, { fixed: ["after"] });
    draft = inspecting.detailed(draft, third, { next: "report", fixed: ["not sent"] });
    expect(inspecting.lacking(draft, items)).toBeNull();
    expect(inspecting.photosOf(draft)).toEqual(["before", "before", "after", "before"]);
    const about = { unit: 7, visit: null, list, items };
    const { results } = inspecting.written(draft, about, { made_at: AT, fix: null });
    const five = { responsible: "", measures: "", funds: "", contingency: "" };
    const hazards = (results as { item: string; hazard: object }[]).map(({ hazard }) => hazard);
    expect(hazards).toMatchObject([{ deadline_days: 15, five }, { fixed: ["after"] }, {}]);
    expect(hazards[2]).not.toHaveProperty("fixed");
    expect(hazards[2]).not.toHaveProperty("five");
  });

  it("offers what may be done: nobody settles a major hazard alone", () => {
    const of = (order: inspecting.Allowed["order"], klass: "general" | "major"): inspecting.Next[] =>
      inspecting.choicesOf({ order, fix: order, usual_days: 15 }, klass);
    expect(of("no", "general")).toEqual(["report"]);
    expect(of("yes", "general")).toEqual(["order", "report", "fixed"]);
    expect(of("propose", "major")).toEqual(["order", "report"]);
  });
});

describe("the camera's notes", () => {
  /** A JPEG with one entry (the turn) in its notes, as a camera held upright writes it. */
  function jpeg(turn: number): ArrayBuffer {
    const tiff = [
      0x4d,
      0x4d,
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      turn,
      0,
      0,
      0,
      0,
      0,
      0,
    ];
    const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    const jfif = [0xff, 0xe0, 0, 4, 1, 2];
    return new Uint8Array([
      ...[0xff, 0xd8],
      ...jfif,
      ...[0xff, 0xe1, 0, exif.length + 2],
      ...exif,
      ...[0xff, 0xda, 0, 2, 9, 9],
    ]).buffer;
  }

  it("are found behind other segments and put first, upright", async () => {
    const notes = notesOf(jpeg(6));
    expect(notes?.length).toBe(36);
    const small = new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2]).buffer;
    const made = await withNotes(small, notes as Uint8Array<ArrayBuffer>).arrayBuffer();
    const again = notesOf(made);
    expect(again?.[10 + 19]).toBe(1);
    expect(new Uint8Array(made).slice(-4)).toEqual(new Uint8Array([0xff, 0xda, 0, 2]));
  });

  it("are absent from what is no JPEG, is cut, or has none", () => {
    expect(notesOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47]).buffer)).toBeNull();
    expect(notesOf(new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 1, 1, 1, 1, 1]).buffer)).toBeNull();
    expect(notesOf(jpeg(1).slice(0, 20))).toBeNull();
    expect(notesOf(new ArrayBuffer(0))).toBeNull();
  });
});
