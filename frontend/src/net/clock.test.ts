import { describe, expect, it } from "vitest";
import { FreshnessClock } from "./clock.ts";

function clockAt(): { clock: FreshnessClock; pass(monotonic: number, wall?: number): void } {
  const at = { monotonic: 1_000, wall: 1_700_000_000_000 };
  const clock = new FreshnessClock({ monotonic: () => at.monotonic, wall: () => at.wall });
  return {
    clock,
    pass(monotonic, wall = monotonic) {
      at.monotonic += monotonic;
      at.wall += wall;
    },
  };
}

describe("FreshnessClock", () => {
  it("goes from live to late after 5 s and to stale after 30 s", () => {
    const { clock, pass } = clockAt();
    clock.heard();
    expect(clock.freshness(true)).toBe("live");
    pass(5_001);
    expect(clock.freshness(true)).toBe("late");
    pass(25_000);
    expect(clock.freshness(true)).toBe("stale");
    clock.heard();
    expect(clock.freshness(true)).toBe("live");
  });

  it("stays live over a break shorter than 5 s, then says offline", () => {
    const { clock, pass } = clockAt();
    clock.heard();
    pass(2_000);
    expect(clock.freshness(false)).toBe("live");
    pass(4_000);
    expect(clock.freshness(false)).toBe("offline");
  });

  it("is not fooled by a wall clock set back or forward by hand", () => {
    const { clock, pass } = clockAt();
    clock.heard();
    pass(1_000, -3_600_000);
    expect(clock.tick()).toBe(false);
    expect(clock.freshness(true)).toBe("live");
  });

  it("counts the time that the machine slept, although the monotonic clock stood still", () => {
    const { clock, pass } = clockAt();
    clock.heard();
    pass(1_000, 120_000);
    expect(clock.tick()).toBe(true);
    expect(clock.freshness(true)).toBe("stale");
  });

  it("tells the server's time", () => {
    const { clock, pass } = clockAt();
    clock.heard("2026-11-21T12:00:00.000Z");
    pass(3_000);
    expect(clock.serverNow().toISOString()).toBe("2026-11-21T12:00:03.000Z");
  });
});
