import { beforeEach, describe, expect, it, vi } from "vitest";
import { Kept, type Waiting } from "./kept.ts";

const step = (key: string, v: number | null = null): Waiting => ({
  key,
  path: "/edits",
  body: { n: key },
  v,
});

class Memory implements Storage {
  readonly #held = new Map<string, string>();
  room = 10_000;
  get length(): number {
    return this.#held.size;
  }
  key = (): null => null;
  clear = (): void => this.#held.clear();
  getItem = (name: string): string | null => this.#held.get(name) ?? null;
  removeItem = (name: string): boolean => this.#held.delete(name);
  setItem = (name: string, text: string): void => {
    if (text.length > this.room) throw new DOMException("full", "QuotaExceededError");
    this.#held.set(name, text);
  };
}

describe("kept steps", () => {
  let storage: Memory;
  beforeEach(() => {
    storage = new Memory();
  });

  it("are found again in their order by the same person and plan only", () => {
    const kept = new Kept("7:3", storage);
    for (const key of ["a", "b", "c"]) kept.put(step(key));
    kept.put(step("b", 4));
    expect(new Kept("7:3", storage).all()).toEqual([step("a"), step("b", 4), step("c")]);
    expect(new Kept("8:3", storage).all()).toEqual([]);
    expect(new Kept("7:4", storage).all()).toEqual([]);
  });

  it("leave nothing behind once all are answered", () => {
    const kept = new Kept("7:3", storage);
    kept.put(step("a"));
    kept.put(step("b"));
    kept.drop("a");
    expect(kept.all()).toEqual([step("b")]);
    kept.drop("b");
    expect(storage.length).toBe(0);
  });

  it("go on without a place to keep them", () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    storage.room = 10;
    const kept = new Kept("7:3", storage);
    kept.put(step("a"));
    expect(kept.all()).toEqual([]);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });
});
