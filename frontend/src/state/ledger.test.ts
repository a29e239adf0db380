import { describe, expect, it } from "vitest";
import type { HazardDrawn, Op, WallWire } from "../net/wire.ts";
import { chinaDay } from "./china.ts";
import { Ledger, moved } from "./ledger.ts";
import { hazard } from "./samples.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-22T09:10:00Z");

function wall(fields: Partial<WallWire> = {}): WallWire {
  const zeros = Array.from({ length: 24 }, () => 0);
  const since = (code: "day" | "month" | "quarter", p1: number) => ({
    code,
    start: "2026-11-21T16:00:00Z",
    was: { p1 },
    opened: 0,
    closed: 0,
  });
  return {
    name: "大厅",
    city: "许昌市",
    kiosk: 1,
    view: null,
    v: 0,
    now: new Date(NOW).toISOString(),
    since: [since("day", 10), since("month", 8), since("quarter", 20)],
    hours: { start: new Date(NOW - (NOW % HOUR) - 23 * HOUR).toISOString(), opened: zeros, closed: zeros },
    recent: [],
    ...fields,
  };
}

function change(before: HazardDrawn | null, after: HazardDrawn) {
  const settled = after.state === "closed" || after.state === "rejected";
  const ops: Op[] = [{ o: "upsert", e: "hazard", d: after }];
  const object = { entity: "hazard" as const, id: after.id, before, after: settled ? null : after };
  return { reset: false, ops, objects: [object] };
}

describe("what a change moves", () => {
  it("counts what was found and what was closed, not what was rejected or only went on", () => {
    const open = hazard({ state: "ordered" });
    expect(moved(change(null, open))).toEqual({ opened: 1, closed: 0 });
    expect(moved(change(open, hazard({ v: 2, state: "closed" })))).toEqual({ opened: 0, closed: 1 });
    expect(moved(change(open, hazard({ v: 2, state: "rejected" })))).toEqual({ opened: 0, closed: 0 });
    expect(moved(change(open, hazard({ v: 2, state: "rectifying" })))).toEqual({ opened: 0, closed: 0 });
  });
});

describe("the ledger", () => {
  it("says nothing before the server told the beginnings", () => {
    expect(new Ledger().deltas("p1", new Map([["p1", 3]]))).toEqual([null, null, null]);
  });

  it("compares what is with what was at each beginning", () => {
    const ledger = new Ledger();
    ledger.load(wall());
    expect(ledger.deltas("p1", new Map([["p1", 12]]))).toEqual([2, 4, -8]);
  });

  it("counts into the running hour and lets full ones pass", () => {
    const ledger = new Ledger();
    ledger.load(wall());
    ledger.take(change(null, hazard({ state: "reported" })), NOW);
    ledger.take(change(null, hazard({ id: 9, state: "reported" })), NOW + HOUR);
    expect(ledger.hours.opened.slice(-2)).toEqual([1, 1]);
    expect(ledger.hours.starts).toHaveLength(24);
    expect(ledger.openedToday()).toBe(2);
    ledger.take(change(hazard({ id: 9 }), hazard({ id: 9, v: 2, state: "closed" })), NOW + HOUR);
    expect(ledger.closedToday()).toBe(1);
  });

  it("asks for new beginnings when China's day ends, and survives a jump of the clock", () => {
    const ledger = new Ledger();
    ledger.load(wall());
    expect(ledger.roll(Date.parse("2026-11-22T15:59:59Z"))).toBe(false);
    expect(ledger.roll(Date.parse("2026-11-22T16:00:00Z"))).toBe(true);
    expect(ledger.roll(NOW + 50 * 365 * 24 * HOUR)).toBe(true);
    expect(ledger.hours.starts).toHaveLength(24);
  });

  it("ends the day at midnight in China", () => {
    expect(chinaDay(Date.parse("2026-11-22T15:59:59Z"))).toBe(chinaDay(Date.parse("2026-11-21T16:00:00Z")));
    expect(chinaDay(Date.parse("2026-11-22T16:00:00Z"))).toBe(
      chinaDay(Date.parse("2026-11-22T00:00:00Z")) + 1,
    );
  });
});
