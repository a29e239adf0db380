import { describe, expect, it } from "vitest";
import { type FeatureKey, FeatureStates, type State } from "./feature-states.ts";

/** Keeps states as MapLibre does, and can lose them like a lost context. */
class Painter {
  states = new Map<number, State>();
  setFeatureState(key: { id?: unknown }, state: unknown): void {
    const id = Number(key.id);
    this.states.set(id, { ...this.states.get(id), ...(state as State) });
  }
  removeFeatureState(key: { id?: unknown }): void {
    this.states.delete(Number(key.id));
  }
}

const key = (id: number, source = "cells"): FeatureKey => ({ source, sourceLayer: "cell", id });

describe("FeatureStates", () => {
  it("says everything again after the context was lost", () => {
    const painter = new Painter();
    const states = new FeatureStates(() => painter as never);
    states.set(key(1), { c: 4 });
    states.set(key(1), { t: 2 });
    states.set(key(2), { c: 1 });
    states.remove(key(2));
    painter.states.clear();
    states.reapply();
    expect([...painter.states]).toEqual([[1, { c: 4, t: 2 }]]);
  });

  it("remembers what was set before there was a map", () => {
    const painter = new Painter();
    let ready = false;
    const states = new FeatureStates(() => (ready ? (painter as never) : null));
    states.set(key(1), { c: 1 });
    ready = true;
    states.reapply();
    expect(painter.states.get(1)).toEqual({ c: 1 });
  });

  it("clears one source only", () => {
    const painter = new Painter();
    const states = new FeatureStates(() => painter as never);
    states.set(key(1), { c: 1 });
    states.set(key(2, "points"), { v: 3 });
    states.clear("cells");
    expect([...painter.states.keys()]).toEqual([2]);
    expect(states.size).toBe(1);
  });
});
