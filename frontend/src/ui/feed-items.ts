import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { AlarmDrawn, Drawn, Entity, HazardDrawn, PointDrawn, UnitDrawn } from "../net/wire.ts";
import { isClaim } from "../state/counts.ts";
import { levelName } from "./level.ts";

export interface FeedItem {
  key: string;
  entity: Entity;
  id: number;
  at: number;
  /** 1-4 and 0 as levels; hazards have their own marks */
  level: number;
  provisional: boolean;
  major: boolean;
  settled: boolean;
  title: string;
  name: string;
  cell: number;
  lon: number;
  lat: number;
}

export interface Change {
  entity: Entity;
  id: number;
  before: Drawn | null;
  after: Drawn | null;
}

const SETTLED = new Set(["closed", "rejected"]);

function pointTitle(before: PointDrawn | null, after: PointDrawn): string | null {
  if (!before)
    return after.live === 1 || after.live === 2
      ? t("feed.point_level_to", { to: levelName(after.live) })
      : null;
  if (isClaim(after) && !isClaim(before)) return t("feed.point_claim");
  if (before.live === after.live && isClaim(before) === isClaim(after)) return null;
  if (before.live === after.live) return t("feed.point_sure", { to: levelName(after.live) });
  return t("feed.point_level", { from: levelName(before.live), to: levelName(after.live) });
}

function unitTitle(before: UnitDrawn | null, after: UnitDrawn): string | null {
  if (!before) return null;
  if (after.stopped && !before.stopped) return t("feed.unit_stopped");
  if (after.listing && !before.listing) return t("feed.unit_listed");
  if (before.listing && !after.listing) return t("feed.unit_delisted");
  if (after.listing_overdue && !before.listing_overdue) return t("feed.unit_listing_late");
  if (before.live === after.live) return null;
  return t("feed.unit_level", { from: levelName(before.live), to: levelName(after.live) });
}

function hazardTitle(before: HazardDrawn | null, after: HazardDrawn): string | null {
  const kind = term("hazard_class", after.major ? "major" : "general");
  if (!before) return t("feed.hazard_new", { class: kind, state: term("hazard_state", after.state) });
  if (after.overdue && !before.overdue) return t("feed.hazard_overdue");
  if (after.suspended && !before.suspended) return t("feed.hazard_suspended");
  if (after.listing && !before.listing) return t("feed.hazard_listed");
  return before.state === after.state
    ? null
    : t("feed.hazard_state", { state: term("hazard_state", after.state) });
}

function alarmTitle(before: AlarmDrawn | null, after: AlarmDrawn): string | null {
  if (!before && after.state === "raised") return t("feed.alarm_raised");
  return before?.state === after.state
    ? null
    : t("feed.alarm_state", { state: term("alarm_state", after.state) });
}

function titleOf(change: Change, after: Drawn): string | null {
  if (change.entity === "alarm") return alarmTitle(change.before as AlarmDrawn | null, after as AlarmDrawn);
  if (change.entity === "hazard")
    return hazardTitle(change.before as HazardDrawn | null, after as HazardDrawn);
  if (change.entity === "unit") return unitTitle(change.before as UnitDrawn | null, after as UnitDrawn);
  return pointTitle(change.before as PointDrawn | null, after as PointDrawn);
}

function levelOf(entity: Entity, after: Drawn): number {
  if (entity === "alarm") return 1;
  if (entity === "hazard") return (after as HazardDrawn).major ? 1 : 0;
  return (after as PointDrawn | UnitDrawn).live;
}

/** Turn what changed on the screen into a line of news; null if a person would not call it news. */
export function feedItem(change: Change, at: number): FeedItem | null {
  const after = change.after;
  if (!after) return null;
  const title = titleOf(change, after);
  if (!title) return null;
  const hazard = change.entity === "hazard" ? (after as HazardDrawn) : null;
  return {
    key: `${change.entity}:${change.id}:${after.v}`,
    entity: change.entity,
    id: change.id,
    at,
    level: levelOf(change.entity, after),
    provisional: change.entity === "point" && isClaim(after as PointDrawn),
    major: hazard?.major ?? false,
    settled: hazard ? SETTLED.has(hazard.state) : false,
    title,
    name: "title" in after ? after.title : after.name,
    cell: after.cell,
    lon: after.lon,
    lat: after.lat,
  };
}

const KEPT = 60;

/** Newest first, bounded, one line per version. */
export function addToFeed(feed: readonly FeedItem[], items: readonly FeedItem[]): FeedItem[] {
  const known = new Set(feed.map((item) => item.key));
  return [...items.filter((item) => !known.has(item.key)).reverse(), ...feed].slice(0, KEPT);
}
