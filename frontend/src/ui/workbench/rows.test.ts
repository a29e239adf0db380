import { describe, expect, it } from "vitest";
import type { AnyRow, ListPage } from "../../net/lists.ts";
import { PAGE, Rows, windowOf } from "./rows.ts";

const TOTAL = 100_000;
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

function server(asked: number[]): (offset: number, count: boolean) => Promise<ListPage> {
  return (offset, count) => {
    asked.push(offset);
    const n = Math.min(PAGE, TOTAL - offset);
    const rows = Array.from({ length: n }, (_, i) => ({ id: offset + i + 1 }) as AnyRow);
    return Promise.resolve({ total: count ? TOTAL : null, rows });
  };
}

describe("rows of a long list", () => {
  it("fetch only what is near the eye, and each page once", async () => {
    const asked: number[] = [];
    const rows = new Rows(() => {});
    await rows.reset(server(asked));
    expect(rows.total).toBe(TOTAL);
    rows.need(99_950, 99_999);
    rows.need(99_950, 99_999);
    await settle();
    expect(asked).toEqual([0, 99_900]);
    expect(rows.row(99_999)?.id).toBe(TOTAL);
    expect(rows.row(50_000)).toBeUndefined();
    expect(rows.find(99_990)).toBe(99_989);
    expect(rows.total).toBe(TOTAL);
  });

  it("forget pages far away, whatever somebody scrolls through", async () => {
    const asked: number[] = [];
    const rows = new Rows(() => {});
    await rows.reset(server(asked));
    for (let at = 0; at < 60_000; at += PAGE) {
      rows.need(at, at + 40);
      await settle();
    }
    rows.need(59_900, 59_940);
    const kept = Array.from({ length: 600 }, (_, page) => rows.row(page * PAGE)).filter(Boolean);
    expect(kept.length).toBeLessThanOrEqual(41);
    expect(rows.row(59_900)?.id).toBe(59_901);
  });

  it("does not let a late answer of another list win", async () => {
    const rows = new Rows(() => {});
    let late: (page: ListPage) => void = () => {};
    const first = rows.reset(() => new Promise((done) => (late = done)));
    await rows.reset(server([]));
    late({ total: 1, rows: [{ id: 77 } as AnyRow] });
    await first;
    expect(rows.total).toBe(TOTAL);
    expect(rows.row(0)?.id).toBe(1);
  });

  it("says that a page failed and keeps what it has", async () => {
    const rows = new Rows(() => {});
    await rows.reset(server([]));
    await rows.reset(() => Promise.reject(new Error("no network")));
    expect(rows.failed).toBe(true);
    expect(rows.row(0)?.id).toBe(1);
  });
});

describe("the window", () => {
  it("covers what is in sight", () => {
    expect(windowOf(0, 400, 40, 1000)).toEqual([0, 18]);
    expect(windowOf(4_000_000 - 400, 400, 40, TOTAL)).toEqual([99_982, TOTAL]);
    expect(windowOf(0, 400, 40, 3)).toEqual([0, 3]);
  });
});
