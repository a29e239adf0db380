import { describe, expect, it } from "vitest";
import { alarm } from "../../state/samples.ts";
import { clockText, countdown, firstOf, marksOf, NATIONAL_MINUTES, queueOf } from "./queue-model.ts";

const SINCE = "2026-11-21T00:00:00+00:00";
const at = (seconds: number): number => Date.parse(SINCE) + seconds * 1000;

describe("countdown", () => {
  const stages = (seconds: number) => countdown({ since: SINCE }, NATIONAL_MINUTES, at(seconds));

  it("runs to two, to five, to fifteen minutes, and then up", () => {
    expect(stages(0)).toMatchObject({ stage: 0, left: 120_000, share: 0 });
    expect(stages(119)).toMatchObject({ stage: 0, left: 1_000 });
    expect(stages(120)).toMatchObject({ stage: 1, left: 180_000 });
    expect(stages(300)).toMatchObject({ stage: 2, left: 600_000 });
    expect(stages(900)).toMatchObject({ stage: 3, left: 0, share: 1 });
    expect(stages(1000)).toMatchObject({ stage: 3, left: 100_000, share: 1 });
  });

  it("takes a clock that runs behind for the start", () => {
    expect(stages(-30)).toMatchObject({ stage: 0, left: 120_000, share: 0 });
  });

  it("takes its minutes from the rules", () => {
    const minutes = { ack: 1, deputy: 10, county: 20 };
    expect(countdown({ since: SINCE }, minutes, at(60))).toMatchObject({ stage: 1, left: 540_000 });
    expect(marksOf(minutes)).toEqual([0.05, 0.5]);
  });

  it("writes clocks that do not jump in width", () => {
    expect([0, 9_000, 65_000, 720_000, 3_723_000].map(clockText)).toEqual([
      "0:00",
      "0:09",
      "1:05",
      "12:00",
      "1:02:03",
    ]);
  });
});

describe("the queue", () => {
  it("has those passed on furthest first, then the worst, then the longest waiting", () => {
    const late = alarm({ id: 1, severity: "h", escalated: 1 });
    const worst = alarm({ id: 2, severity: "hh", since: "2026-11-21T00:05:00+00:00" });
    const older = alarm({ id: 3, severity: "hh", since: "2026-11-21T00:01:00+00:00" });
    const lost = alarm({ id: 4, severity: "lost", since: "2026-11-20T00:00:00+00:00" });
    const queue = queueOf([lost, worst, older, late]);
    expect(queue.ringing.map(({ id }) => id)).toEqual([1, 3, 2, 4]);
    expect(firstOf(queue)?.id).toBe(1);
  });

  it("parts what is in hand from what is only to be reviewed", () => {
    const hand = alarm({ id: 1, state: "dispatched" });
    const accident = alarm({
      id: 2,
      state: "on_scene",
      verdict: "accident",
      since: "2026-11-20T00:00:00+00:00",
    });
    const over = alarm({ id: 3, state: "resolved" });
    const queue = queueOf([over, hand, accident]);
    expect([
      queue.ringing.length,
      queue.handling.map(({ id }) => id),
      queue.over.map(({ id }) => id),
    ]).toEqual([0, [2, 1], [3]]);
    expect(firstOf(queue)?.id).toBe(2);
    expect(firstOf(queueOf([]))).toBeNull();
  });
});
