// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { setLang } from "../i18n/index.ts";
import { alarm, hazard, point } from "../state/samples.ts";
import { addToFeed, feedItem } from "./feed-items.ts";
import { worst } from "./news.ts";

setLang("zh");

describe("what is news", () => {
  it("tells a change of level, and not a change of place", () => {
    const before = point({ live: 4, base: 4 });
    const worse = feedItem(
      { entity: "point", id: before.id, before, after: { ...before, v: 2, live: 2, firm: 2 } },
      0,
    );
    expect(worse?.title).toBe("风险等级 低风险 → 较大风险");
    const moved = feedItem({ entity: "point", id: before.id, before, after: { ...before, v: 2, lon: 1 } }, 0);
    expect(moved).toBeNull();
  });

  it("tells a hazard's way, its being late before its state", () => {
    const before = hazard({ state: "ordered", overdue: 0 });
    const change = (after: object) =>
      feedItem({ entity: "hazard", id: before.id, before, after: { ...before, v: 2, ...after } }, 0);
    expect(change({ state: "submitted" })?.title).toBe("隐患待复查");
    expect(change({ overdue: 1 })?.title).toBe("隐患超期未整改");
    expect(change({ suspended: true })?.title).toBe("责令停产撤人");
    expect(change({})).toBeNull();
  });

  it("tells an alarm and its way", () => {
    const before = alarm();
    const raised = feedItem({ entity: "alarm", id: before.id, before: null, after: before }, 0);
    expect([raised?.title, raised?.level]).toEqual(["新警情，等待接警", 1]);
    const taken = { ...before, v: 2, state: "acknowledged" as const };
    expect(feedItem({ entity: "alarm", id: before.id, before, after: taken }, 0)?.title).toContain("警情");
    expect(feedItem({ entity: "alarm", id: before.id, before, after: { ...before, v: 3 } }, 0)).toBeNull();
  });

  it("is silent about what leaves the screen", () => {
    const before = hazard({});
    expect(feedItem({ entity: "hazard", id: before.id, before, after: null }, 0)).toBeNull();
  });
});

describe("the feed", () => {
  const item = (id: number, level: number) => {
    const after = point({ id, v: 1, live: 1 });
    const made = feedItem({ entity: "point", id, before: null, after }, id);
    if (!made) throw new Error("a new red point is news");
    return { ...made, level };
  };

  it("has the newest first, each version once, and an end", () => {
    const many = Array.from({ length: 80 }, (_, i) => item(i + 1, 1));
    const feed = addToFeed([], many);
    expect(feed[0]?.id).toBe(80);
    expect(feed).toHaveLength(60);
    expect(addToFeed(feed, [item(80, 1)])).toHaveLength(60);
  });

  it("calls out the worst of a batch", () => {
    expect(worst([item(1, 3), item(2, 1), item(3, 0)]).id).toBe(2);
  });
});
