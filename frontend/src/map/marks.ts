/** From what is held to what is drawn: features of the overlay and of the hazards. */
import type { PointMarkRow, UnitMarkRow } from "../net/lists.ts";
import type { HazardDrawn, PointDrawn, UnitDrawn } from "../net/wire.ts";
import { isClaim } from "../state/counts.ts";
import { type Mark, markAt } from "./geo-source.ts";
import { hazardIconName } from "./icons.ts";
import type { Entry } from "./overlay.ts";

/** The overlay uses the short names of the tiles, so that both take the same style. */
export function overlayMark(entry: Entry): Mark | null {
  if (!entry.drawn) return null;
  const id = `${entry.entity}:${entry.id}`;
  const { lon, lat } = entry.drawn;
  if (entry.entity === "point") return markAt(id, lon, lat, pointFields(entry.drawn as PointDrawn));
  return markAt(id, lon, lat, unitFields(entry.drawn as UnitDrawn));
}

function pointFields(point: PointDrawn): Mark["properties"] {
  const { id, v, live, base } = point;
  return { e: "point", i: id, v, l: live, b: base, q: isClaim(point) ? 1 : 0 };
}

function unitFields(unit: UnitDrawn): Mark["properties"] {
  const { id, v, live, supervision, stopped, name } = unit;
  return { e: "unit", i: id, v, l: live, m: supervision, x: stopped ? 1 : 0, n: name };
}

/** `rank` decides what stays visible far out and what lies on top. */
export function hazardMark(hazard: HazardDrawn): Mark {
  const kind = { major: hazard.major, verified: hazard.state !== "reported", overdue: hazard.overdue > 0 };
  const rank = (kind.major ? 2 : 0) + (kind.overdue ? 1 : 0) + (kind.major && kind.verified ? 1 : 0);
  return markAt(hazard.id, hazard.lon, hazard.lat, { i: hazard.id, icon: hazardIconName(kind), rank });
}

export function tickMark(hazard: HazardDrawn): Mark {
  return markAt(hazard.id, hazard.lon, hazard.lat, { i: hazard.id, icon: "tick", rank: 9 });
}

/** Marks of a filter, with the short names of the tiles. */
export function filteredPoint([id, lon, lat, live, base, firm, v]: PointMarkRow): Mark {
  return markAt(`point:${id}`, lon, lat, {
    e: "point",
    i: id,
    v,
    l: live,
    b: base,
    q: live === firm ? 0 : 1,
  });
}

export function filteredUnit([id, lon, lat, live, supervision, stopped, v, name]: UnitMarkRow): Mark {
  return markAt(`unit:${id}`, lon, lat, {
    e: "unit",
    i: id,
    v,
    l: live,
    m: supervision,
    x: stopped ? 1 : 0,
    n: name,
  });
}
