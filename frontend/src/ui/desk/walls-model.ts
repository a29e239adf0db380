/** What a wall shows and what is pushed to it. */
export interface WallView {
  place: { lon: number; lat: number; zoom: number } | null;
  select: { e: string; id: number } | null;
  preset: WallPreset;
  message: { text: string; until: string | null } | null;
  alarm: number | null;
  tour: boolean;
  by?: string;
  at?: string;
}

export type WallPreset = "all" | "risk" | "hazards" | "ownership";
export const PRESETS: readonly WallPreset[] = ["all", "risk", "hazards", "ownership"];

export interface Wall {
  id: number;
  name: string;
  /** null: its own view */
  view: WallView | null;
  online: boolean;
  seen_at: string | null;
  screen: { w: number; h: number; gl?: boolean } | null;
  freshness: string | number | null;
}

/** A wall of its own goes round, and stops where an alarm rings. */
export const NOTHING_PUSHED: WallView = {
  place: null,
  select: null,
  preset: "all",
  message: null,
  alarm: null,
  tour: true,
};

export type Part = "alarm" | "message" | "place" | "preset" | "tour";

/** What of a view has to be told, in order of weight; empty: its own view. */
export function partsOf(view: WallView | null): Part[] {
  if (!view) return [];
  const parts: Part[] = [];
  if (view.alarm) parts.push("alarm");
  if (view.message) parts.push("message");
  if (view.place) parts.push("place");
  if (view.preset !== "all") parts.push("preset");
  if (view.tour) parts.push("tour");
  return parts;
}

/** The part of a view that a push replaces; the rest stays as it is on the wall. Who is shown a place stays there. */
export function withPart(view: WallView | null, part: Partial<WallView>): WallView {
  const { by: _by, at: _at, ...kept } = view ?? NOTHING_PUSHED;
  const stays = part.place || part.alarm || part.select ? { tour: false } : {};
  return { ...NOTHING_PUSHED, ...kept, ...stays, ...part };
}
