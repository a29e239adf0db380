/** What the field page and the server tell each other; the same shapes lie in the phone's own store. */
import type { Text } from "../net/wire.ts";
import type { CommandSpec } from "../ui/details.ts";

export interface Fix {
  lon: number;
  lat: number;
  /** metres, as the device said */
  accuracy: number;
  at: string;
}

/** When a record was made by the device's clock, and where. `sent_at` is added as it leaves. */
export interface Stamp {
  made_at: string;
  fix: Fix | null;
}

export interface PackCell {
  id: number;
  name: string;
  code: string;
  shape: GeoJSON.Geometry;
}
export interface PackUnit {
  id: number;
  name: string;
  address: string;
  lon: number;
  lat: number;
  supervision: number;
  live: number;
  key: boolean;
}
export interface PackPoint {
  id: number;
  unit: number | null;
  name: string;
  lon: number;
  lat: number;
  live: number;
  measures: { id: number; kind: string; text: string; check: string }[];
}
export type VisitState = "planned" | "done" | "skipped";
export interface Visit {
  id: number;
  order: number;
  unit: PackUnit;
  why: string[];
  regime: string;
  state: VisitState;
  due: { state: "due" | "overdue" | "done" | "exempt"; since: string; until: string; late: number };
  metres_from_previous: number | null;
}
export interface ChecklistItem {
  id: string;
  what: string;
  how: string;
  basis: string;
  /** what a hazard usually is that a failed item makes */
  klass: "general" | "major";
  category: string;
  /** of a control measure */
  point?: { id: number; name: string } | null;
}
export interface Checklist {
  code: string;
  version: string;
  title: Text;
  items: ChecklistItem[];
}
export interface WaitingHazard {
  id: number;
  v: number;
  number: string;
  title: string;
  state: string;
  major: boolean;
  overdue: number;
  deadline: string | null;
  lon: number;
  lat: number;
  unit: { id: number; name: string } | null;
  commands: CommandSpec[];
}
export interface Takeover {
  id: number;
  hazard: { id: number; number: string; title: string; major: boolean; overdue: boolean };
  source: { id: number; name: string } | null;
  at: string;
}
export interface SurveyClock {
  cell: number;
  cell_name: string;
  level: number;
  cadence: string;
  state: "due" | "done" | "overdue" | "exempt";
  why: string;
  first: string;
  last: string;
  missed: number;
  latest: { at: string; person: string } | null;
}

/** Everything a round needs, for one person and one day. */
export interface Pack {
  made_at: string;
  expires_at: string;
  boundary: number;
  viewer: { id: number; name: string };
  cells: PackCell[];
  units: PackUnit[];
  points: PackPoint[];
  visits: Visit[];
  minutes_left: number;
  checklists: Checklist[];
  /** unit → codes of its lists */
  checklists_of: Record<string, string[]>;
  hazards: WaitingHazard[];
  takeovers: Takeover[];
  clocks: SurveyClock[];
}

export interface Parts {
  have: number[];
  of: number;
  upload: { id: string; url: string; size: number } | null;
}
