/** From the server's answer to the kinds that the card lists. Pure. */
import type { TextKey } from "../../i18n/index.ts";
import type { Level } from "../../net/wire.ts";

interface Near {
  id: number;
  name: string;
  lon: number;
  lat: number;
  metres: number;
  level?: number;
  kind?: string;
  note?: string;
}
interface Found {
  total: number;
  rows: Near[];
}
interface OnDuty {
  person: number;
  name: string;
  role: string | { zh: string; en: string };
  place: string;
}

export interface AroundAnswer {
  metres: number;
  units: Found;
  points: Found;
  /** risk points by live level 0-4 */
  levels: number[];
  protected: Found;
  resources: Found;
  communities: Found;
  people: { total: number; rows: OnDuty[] };
}

export interface Row {
  name: string;
  note: string;
  kind: string;
  level: number;
  metres: number | null;
  lon: number | null;
  lat: number | null;
}
export interface Kind {
  name: string;
  title: TextKey;
  total: number;
  rows: Row[];
}

function ofPlace(near: Near): Row {
  const { name, lon, lat, metres, level = 0, kind = "", note = "" } = near;
  return { name, note, kind, level, metres, lon, lat };
}

function ofPerson({ name, place }: OnDuty): Row {
  return { name, note: place, kind: "", level: 0, metres: null, lon: null, lat: null };
}

/** Those who may be hurt first, then what can help. */
export function kindsOf(answer: AroundAnswer): Kind[] {
  const found = (name: string, title: TextKey, { total, rows }: Found): Kind => ({
    name,
    title,
    total,
    rows: rows.map(ofPlace),
  });
  const { people } = answer;
  return [
    found("protected", "alarm.around_protected", answer.protected),
    found("units", "alarm.around_units", answer.units),
    found("points", "alarm.around_points", answer.points),
    found("communities", "alarm.around_communities", answer.communities),
    found("resources", "alarm.around_resources", answer.resources),
    { name: "people", title: "alarm.around_people", total: people.total, rows: people.rows.map(ofPerson) },
  ];
}

export function levelsOf({ levels }: AroundAnswer): Record<Level, number> | null {
  if (levels.length !== 5) return null;
  const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0] = levels;
  return { 0: n0, 1: n1, 2: n2, 3: n3, 4: n4 };
}
