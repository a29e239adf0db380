/** What travels between server and screen. Field names are the server's; longitudes and latitudes are WGS 84. */

export type Entity = "point" | "unit" | "hazard" | "alarm";
/** 1-4 = 红/橙/黄/蓝, 0 = 未评估. */
export type Level = 0 | 1 | 2 | 3 | 4;
export type Lang = "zh" | "en";
export interface Text {
  zh: string;
  en: string;
}

interface Placed {
  id: number;
  v: number;
  /** community; 0 = unowned */
  cell: number;
  touched: number[];
  industry: string;
  lon: number;
  lat: number;
}

export interface PointDrawn extends Placed {
  /** 0 = belongs to no enterprise */
  unit: number;
  shape: "point" | "line" | "area";
  name: string;
  live: Level;
  /** the live level without unconfirmed claims: what legend, unit and cell count */
  firm: Level;
  base: Level;
}

export interface UnitDrawn extends Placed {
  name: string;
  type: string;
  live: Level;
  supervision: Level;
  stopped: boolean;
  /** level of the authority that listed the unit, 0 = not listed */
  listing: number;
  listing_overdue: boolean;
}

export interface HazardDrawn extends Placed {
  unit: number;
  /** 0 = not at a risk point */
  point: number;
  number: string;
  title: string;
  major: boolean;
  state: HazardState;
  self_found: boolean;
  /** 0 no, 1 yes, 2 more than 15 days */
  overdue: 0 | 1 | 2;
  listing: number;
  listing_overdue: boolean;
  suspended: boolean;
  /** ISO 8601, UTC */
  since: string;
}

export type HazardState =
  | "reported"
  | "verified"
  | "ordered"
  | "rectifying"
  | "submitted"
  | "reinspected"
  | "accepted"
  | "closed"
  | "rejected";

export interface AlarmDrawn extends Placed {
  /** 0 = belongs to no enterprise */
  unit: number;
  /** 0 = not at a risk point */
  point: number;
  number: string;
  title: string;
  kind: AlarmKind;
  severity: AlarmSeverity;
  state: AlarmState;
  /** what it was judged to be, for good; "" until then */
  verdict: "" | "false" | "hazard" | "accident";
  /** judged to be real */
  confirmed: boolean;
  /** who acknowledged it; "" while it rings */
  handler: string;
  /** 0 on duty, 1 deputy, 2 county */
  escalated: 0 | 1 | 2;
  /** metres around it that people are kept out of; 0 = nowhere */
  evacuated: number;
  /** ISO 8601, UTC */
  since: string;
  /** until when the next person must have acknowledged it; later, an accident's next report; "" = nothing is awaited */
  due: string;
  /** it makes its community red; that may outlast its handling */
  acting: boolean;
}

export type AlarmKind = "sensor" | "officer" | "public" | "sweep";
/** high-high, high, lost signal, raised by a person */
export type AlarmSeverity = "hh" | "h" | "lost" | "manual";
export type AlarmState =
  | "raised"
  | "acknowledged"
  | "false"
  | "hazard"
  | "accident"
  | "dispatched"
  | "on_scene"
  | "resolved"
  | "reviewed";

export interface DrawnOf {
  point: PointDrawn;
  unit: UnitDrawn;
  hazard: HazardDrawn;
  alarm: AlarmDrawn;
}
export type Drawn = PointDrawn | UnitDrawn | HazardDrawn | AlarmDrawn;

export type Upsert =
  | { o: "upsert"; e: "point"; d: PointDrawn }
  | { o: "upsert"; e: "unit"; d: UnitDrawn }
  | { o: "upsert"; e: "hazard"; d: HazardDrawn }
  | { o: "upsert"; e: "alarm"; d: AlarmDrawn };
export interface Remove {
  o: "remove";
  e: Entity;
  id: number;
  v: number;
}
export interface Counted {
  o: "counts";
  /** community; 0 = unowned ground */
  c: number;
  v: number;
  n: number[];
}
export type Op = Upsert | Remove | Counted;

/** What the log tells beside the ground: nothing of it is state of the map, pages listen to what concerns them. */
export interface NoticeTold {
  o: "notice";
  id: number;
  /** 0 = of no alarm */
  alarm: number;
  /** of the catalogue's group "notice" */
  code: string;
  text: string;
  at: string;
}
export interface WallTold {
  o: "wall" | "wall_state";
  [field: string]: unknown;
}
export interface LayerTold {
  o: "layer";
  code: string;
  version: number;
}
export type Told = NoticeTold | WallTold | LayerTold;

/** What the desk shows on a wall; null: the wall's own ways. */
export interface WallView {
  place: { lon: number; lat: number; zoom: number } | null;
  select: { e: Entity | "cell"; id: number } | null;
  preset: "all" | "risk" | "hazards" | "ownership";
  message: { text: string; until: string | null } | null;
  alarm: number | null;
  tour: boolean;
  /** who pushed it, and when */
  by: string;
  at: string;
}

export interface SinceWire {
  code: "day" | "month" | "quarter";
  start: string;
  /** counts at the beginning, by column */
  was: Record<string, number>;
  /** hazards found and closed since */
  opened: number;
  closed: number;
}

export interface RecentWire {
  at: string;
  e: Entity;
  id: number;
  before: Drawn | null;
  after: Drawn;
}

/** What a wall starts with beside the snapshot. */
export interface WallWire {
  name: string;
  city: string;
  /** null: a person's screen, which nobody steers */
  kiosk: number | null;
  view: WallView | null;
  v: number;
  now: string;
  since: SinceWire[];
  hours: { start: string; opened: number[]; closed: number[] };
  recent: RecentWire[];
}

export type Tier = "all" | "hot" | "red";

export interface ScopeWire {
  hash: string;
  /** communities; null = the whole city with unowned ground */
  cells: number[] | null;
  units: number[];
  industries: [string, number[] | null][];
  mask: string[];
  valid_until: string | null;
}

/** id, code, name, level 1-4, parent id (null at the top), label longitude, label latitude */
export type TreeRow = [number, string, string, number, number | null, number | null, number | null];

export interface Snapshot {
  epoch: string;
  token: string;
  now: string;
  tier: Tier;
  boundary: number;
  scope: ScopeWire;
  pack: { id: string; version: string | number; index: Record<string, unknown> };
  columns: string[];
  tree: TreeRow[];
  /** west, south, east, north of the ground in sight */
  extent: [number, number, number, number] | null;
  counts: [number, number, number[]][];
  objects: { point: PointDrawn[]; unit: UnitDrawn[]; hazard: HazardDrawn[]; alarm: AlarmDrawn[] };
}

export type ResetReason = "too_old" | "scope" | "epoch" | "expired" | "slow" | "boundary" | "rules" | "bulk";
export type ServerMessage =
  | { t: "hello"; i: number; recovered: true; now: string }
  /** `within`: seconds over which the screens spread their new snapshots */
  | { t: "reset"; i: number; reason: ResetReason; within: number }
  | { t: "ops"; i: number; ops: (Op | Told)[] }
  | { t: "beat"; i: number; now: string; token?: string };

export interface DutyHeld {
  id: number;
  role: string;
  cell: { id: number; name: string; level: number } | null;
  unit: { id: number; name: string } | null;
  industry: string;
  starts_at: string;
  ends_at: string | null;
}

export interface Me {
  key: string;
  /** person id; null for a wall */
  id: number | null;
  name: string;
  kind: "person" | "kiosk";
  must_change_password: boolean;
  duties: DutyHeld[];
  mask: string[];
  verbs: string[];
  lang: Lang;
}

export interface SearchResult {
  e: "cell" | "unit" | "point" | "hazard" | "person" | "place";
  id: number;
  title: string;
  sub: string;
  lon: number | null;
  lat: number | null;
  level: number;
  state: string;
}

export interface ErrorBody {
  code: string;
  message: Text;
  params: Record<string, string | number>;
  /** whether what was entered is kept by the server, so that nothing must be typed again */
  kept: boolean;
  fields?: Record<string, Text | string>;
}
