/**
 * What one screen holds and how an op changes it. Twin of the server's `domain/state.py`, tested on the same fixtures.
 *
 * The Maps are changed in place: a wall applies ten ops a second for weeks, and copying 20,000 entries for each would
 * be felt. Idempotent, and older versions change nothing, so overlapping replays and echoes do no harm.
 */
import type { Counted, Drawn, DrawnOf, Entity, Op, Remove, Snapshot, Tier, Upsert } from "../net/wire.ts";
import { holds, type Scope } from "./scope.ts";

export type Objects = { [E in Entity]: Map<number, DrawnOf[E]> };

export interface ScreenState {
  tier: Tier;
  objects: Objects;
  /** community → version and row, in the order of the snapshot's columns */
  counts: Map<number, { v: number; n: readonly number[] }>;
  /** versions of objects that left the screen, by entity */
  removed: Record<Entity, Map<number, number>>;
}

/** What an op did. `after` is null when the screen no longer holds the object; it may still be on the map's tiles. */
export interface ObjectChange {
  entity: Entity;
  id: number;
  before: Drawn | null;
  after: Drawn | null;
}
export type Applied = { object: ObjectChange } | { cell: number } | null;

export function emptyState(tier: Tier): ScreenState {
  return {
    tier,
    objects: { point: new Map(), unit: new Map(), hazard: new Map(), alarm: new Map() },
    counts: new Map(),
    removed: { point: new Map(), unit: new Map(), hazard: new Map(), alarm: new Map() },
  };
}

export function stateFrom(snapshot: Pick<Snapshot, "tier" | "objects" | "counts">): ScreenState {
  const state = emptyState(snapshot.tier);
  for (const drawn of snapshot.objects.point) state.objects.point.set(drawn.id, drawn);
  for (const drawn of snapshot.objects.unit) state.objects.unit.set(drawn.id, drawn);
  for (const drawn of snapshot.objects.hazard) state.objects.hazard.set(drawn.id, drawn);
  for (const drawn of snapshot.objects.alarm) state.objects.alarm.set(drawn.id, drawn);
  for (const [cell, v, n] of snapshot.counts) state.counts.set(cell, { v, n });
  return state;
}

/** Apply one op; null if it was old news. Unknown ops of a newer server change nothing. */
export function apply(state: ScreenState, op: Op, scope: Scope): Applied {
  switch (op.o) {
    case "upsert":
      return upsert(state, op, scope);
    case "remove":
      return forget(state, op);
    case "counts":
      return count(state, op);
    default:
      return null;
  }
}

function knownVersion(state: ScreenState, entity: Entity, id: number): number {
  return Math.max(state.objects[entity].get(id)?.v ?? 0, state.removed[entity].get(id) ?? 0);
}

function upsert(state: ScreenState, op: Upsert, scope: Scope): Applied {
  const { e: entity, d: drawn } = op;
  if (drawn.v <= knownVersion(state, entity, drawn.id)) return null;
  if (!holds(scope, state.tier, entity, drawn)) {
    return forget(state, { o: "remove", e: entity, id: drawn.id, v: drawn.v });
  }
  const held = state.objects[entity] as Map<number, Drawn>;
  const before = held.get(drawn.id) ?? null;
  held.set(drawn.id, drawn);
  state.removed[entity].delete(drawn.id);
  return { object: { entity, id: drawn.id, before, after: drawn } };
}

function forget(state: ScreenState, op: Remove): Applied {
  if (op.v <= knownVersion(state, op.e, op.id)) return null;
  const held = state.objects[op.e] as Map<number, Drawn>;
  const before = held.get(op.id) ?? null;
  held.delete(op.id);
  const removed = state.removed[op.e];
  removed.delete(op.id); // set again below, so that the oldest stay first
  removed.set(op.id, op.v);
  return { object: { entity: op.e, id: op.id, before, after: null } };
}

function count(state: ScreenState, op: Counted): Applied {
  if (op.v <= (state.counts.get(op.c)?.v ?? 0)) return null;
  state.counts.set(op.c, { v: op.v, n: op.n });
  return { cell: op.c };
}
