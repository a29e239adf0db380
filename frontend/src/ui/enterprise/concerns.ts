import type { StoreChange } from "../../state/store.ts";

/** Whether a change concerns a unit: itself, its points and hazards, or something told to this person. */
export function concerns(unit: number, change: StoreChange): boolean {
  if (change.reset || change.told.some(({ o }) => o === "notice")) return true;
  return change.ops.some((op) => {
    if (op.o === "remove") return true; // it says no more than what is gone
    if (op.o !== "upsert") return false;
    if (op.e === "unit") return op.d.id === unit;
    return "unit" in op.d && op.d.unit === unit;
  });
}
