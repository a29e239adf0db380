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

  it("keeps the server's time when the wall clock is set back or ahead, from the next beat on at the latest", () => {
    const { clock, pass } = clockAt();
    clock.heard("2026-11-21T12:00:00.000Z");
    pass(1_000, -7_200_000);
    clock.tick();
    expect(clock.serverNow().toISOString()).toBe("2026-11-21T12:00:01.000Z");
    expect(clock.freshness(true)).toBe("live");
    pass(1_000, 7_200_000);
    expect(clock.tick()).toBe(true);
    expect(clock.freshness(true)).toBe("stale");
    // The first word of a new line: no screen is live with a wrong time, not even until the first beat.
    clock.connected("2026-11-21T12:00:02.000Z");
    expect(clock.serverNow().toISOString()).toBe("2026-11-21T12:00:02.000Z");
    expect(clock.freshness(true)).toBe("live");
  });

  it("takes what was left over from before a sleep for as old as it is", () => {
    for (const monotonic of [0, 40_000]) {
      const { clock, pass } = clockAt();
      clock.heard("2026-11-21T12:00:00.000Z");
      pass(monotonic, 40_000);
      clock.heard();
      expect(clock.freshness(true)).toBe("stale");
      clock.heard("2026-11-21T12:00:02.000Z");
      expect(clock.age()).toBe(38_000);
      expect(clock.serverNow().toISOString()).toBe("2026-11-21T12:00:40.000Z");
      clock.heard("2026-11-21T12:00:39.500Z");
      expect(clock.freshness(true)).toBe("live");
    }
  });

  it("believes a server whose clock was set back, once there is a new line to it", () => {
    const { clock, pass } = clockAt();
    clock.heard("2026-11-21T12:00:00.000Z");
    pass(2_000);
    clock.heard("2026-11-21T10:00:02.000Z");
    expect(clock.freshness(true)).toBe("stale");
    clock.connected("2026-11-21T10:00:03.000Z");
    expect(clock.freshness(true)).toBe("live");
    expect(clock.serverNow().toISOString()).toBe("2026-11-21T10:00:03.000Z");
  });

  it("is kept fresh by what comes between beats, and by what a new line recovers", () => {
    const { clock, pass } = clockAt();
    clock.heard("2026-11-21T12:00:00.000Z");
    for (let i = 0; i < 4; i += 1) {
      pass(3_000);
      clock.heard();
      expect(clock.age()).toBe(0);
    }
    pass(20_000);
    clock.heard();
    expect(clock.freshness(true)).toBe("late");
    clock.connected("2026-11-21T12:00:32.000Z");
    expect(clock.freshness(true)).toBe("live");
  });
});
