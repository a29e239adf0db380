/** From the server's answer to the kinds that the card lists. Pure. */
import type { TextKey } from "../../i18n/index.ts";
import { hasTerm, term } from "../../i18n/terms.ts";
import type { Level } from "../../net/wire.ts";
import type { AroundAnswer } from "./types.ts";

type Near = AroundAnswer["units"]["rows"][number];
type Found = AroundAnswer["units"];
type OnDuty = AroundAnswer["people"]["rows"][number];

/** Groups of the catalogue in which the kinds have their words. */
const GROUPS: Record<string, string> = {
  units: "unit_type",
  points: "point_category",
  protected: "layer_kind",
  resources: "layer_kind",
};

export interface Row {
  name: string;
  /** what it is, in words; where somebody answers */
  note: string;
  /** usually there; 0 = not known */
  people: number;
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

function ofPlace(name: string, near: Near): Row {
  const group = GROUPS[name] ?? "";
  const note = hasTerm(group, near.kind) ? term(group, near.kind) : "";
  return { ...near, note };
}

function ofPerson({ name, place }: OnDuty): Row {
  return { name, note: place, people: 0, level: 0, metres: null, lon: null, lat: null };
}

/** Those who may be hurt first, then what can help. */
export function kindsOf(answer: AroundAnswer): Kind[] {
  const found = (name: string, title: TextKey, { total, rows }: Found): Kind => ({
    name,
    title,
    total,
    rows: rows.map((row) => ofPlace(name, row)),
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

export function levelsOf({ levels }: Pick<AroundAnswer, "levels">): Record<Level, number> {
  const [n0, n1, n2, n3, n4] = levels as [number, number, number, number, number];
  return { 0: n0, 1: n1, 2: n2, 3: n3, 4: n4 };
}
