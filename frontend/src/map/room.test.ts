import { describe, expect, it } from "vitest";
import { Room } from "./room.ts";

describe("room for names", () => {
  it("refuses what would lie over another, and only that", () => {
    const room = new Room();
    expect(room.take(100, 100, 60, 20)).toBe(true);
    expect(room.take(150, 110, 60, 20), "over its right end").toBe(false);
    expect(room.take(160, 100, 60, 20), "side by side").toBe(true);
    expect(room.take(100, 120, 60, 20), "right below").toBe(true);
    expect(room.taken).toBe(3);
  });

  it("is taken by all that stands there anyway, also where that overlaps", () => {
    const room = new Room();
    room.block(0, 0, 10, 10);
    room.block(6, 0, 10, 10);
    expect(room.take(14, 0, 10, 10)).toBe(false);
    expect(room.take(17, 0, 10, 10)).toBe(true);
  });
});
