// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Bell } from "./bell.ts";

/** Counts the tones that begin. */
function device(): { context: AudioContext; tones: number } {
  const made = { tones: 0, context: null as unknown as AudioContext };
  const param = { value: 0, setValueAtTime: () => {}, linearRampToValueAtTime: () => {} };
  const gain = { gain: param, connect: () => gain };
  made.context = {
    currentTime: 0,
    destination: {},
    resume: () => Promise.resolve(),
    close: () => Promise.resolve(),
    createGain: () => gain,
    createOscillator: () => ({
      type: "",
      frequency: { value: 0 },
      connect: () => gain,
      start: () => {
        made.tones += 1;
      },
      stop: () => {},
    }),
  } as unknown as AudioContext;
  return made;
}

function storage(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe("Bell", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is silent until somebody touched the page, and then rings every two seconds", () => {
    const sound = device();
    const bell = new Bell(
      () => {},
      () => sound.context,
      storage(),
    );
    bell.ring(true);
    vi.advanceTimersByTime(5_000);
    expect([bell.state, sound.tones]).toEqual(["locked", 0]);
    bell.unlock();
    expect([bell.state, sound.tones]).toEqual(["on", 3]);
    vi.advanceTimersByTime(4_000);
    expect(sound.tones).toBe(9);
    bell.ring(false);
    vi.advanceTimersByTime(10_000);
    expect(sound.tones).toBe(9);
  });

  it("stays muted over touches and a reload, and says so", () => {
    const kept = storage();
    const sound = device();
    const seen: string[] = [];
    const bell = new Bell(
      () => seen.push(bell.state),
      () => sound.context,
      kept,
    );
    bell.unlock();
    bell.toggle();
    bell.ring(true);
    vi.advanceTimersByTime(4_000);
    expect([bell.state, sound.tones, seen]).toEqual(["muted", 0, ["on", "muted"]]);
    const again = new Bell(
      () => {},
      () => sound.context,
      kept,
    );
    again.unlock();
    expect(again.state).toBe("muted");
    again.toggle();
    expect([again.state, sound.tones]).toEqual(["on", 3]);
  });
});
