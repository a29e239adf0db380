/** Small objects for the unit tests. */
import type { AlarmDrawn, HazardDrawn, PointDrawn, Snapshot, UnitDrawn } from "../net/wire.ts";
import type { CellRules } from "./cells.ts";

export function point(fields: Partial<PointDrawn> = {}): PointDrawn {
  return {
    id: 1,
    v: 1,
    cell: 41,
    touched: [],
    unit: 7,
    industry: "C",
    lon: 113.8,
    lat: 34,
    shape: "point",
    name: "液氨储罐",
    live: 4,
    firm: fields.live ?? 4,
    base: 4,
    ...fields,
  };
}

export function unit(fields: Partial<UnitDrawn> = {}): UnitDrawn {
  return {
    id: 7,
    v: 1,
    cell: 41,
    touched: [],
    industry: "C",
    lon: 113.8,
    lat: 34,
    name: "示例化工",
    type: "factory",
    live: 3,
    supervision: 3,
    stopped: false,
    listing: 0,
    listing_overdue: false,
    ...fields,
  };
}

export function hazard(fields: Partial<HazardDrawn> = {}): HazardDrawn {
  return {
    id: 9,
    v: 1,
    cell: 41,
    touched: [],
    unit: 7,
    industry: "C",
    point: 1,
    lon: 113.8,
    lat: 34,
    number: "YH-1",
    title: "阀门泄漏",
    major: true,
    state: "reported",
    self_found: false,
    overdue: 0,
    listing: 0,
    listing_overdue: false,
    suspended: false,
    since: "2026-11-21T00:00:00+00:00",
    ...fields,
  };
}

export function alarm(fields: Partial<AlarmDrawn> = {}): AlarmDrawn {
  return {
    id: 5,
    v: 1,
    cell: 41,
    touched: [],
    unit: 7,
    industry: "C",
    point: 1,
    lon: 113.8,
    lat: 34,
    number: "BJ-1",
    title: "氨气浓度高高报",
    kind: "sensor",
    severity: "hh",
    state: "raised",
    verdict: "",
    confirmed: false,
    handler: "",
    escalated: 0,
    evacuated: 0,
    since: "2026-11-21T00:00:00+00:00",
    due: "2026-11-21T00:02:00+00:00",
    acting: false,
    ...fields,
  };
}

/** The numbers of the national pack. */
export const RULES: CellRules = {
  points_percent: 50,
  hazards_percent: 30,
  management_percent: 20,
  point_weights: { 1: 40, 2: 10, 3: 3, 4: 1 },
  ks: 10,
  general: 1,
  major: 10,
  overdue_factor: 2,
  event: 10,
  kh: 5,
  survey_overdue: 40,
  vacant_post: 20,
  selfcheck_overdue: 40,
  worst_children_percent: 10,
  worst_percent: 60,
  mean_percent: 40,
  bands: [
    [75, 1],
    [60, 2],
    [40, 3],
  ],
  floor_event: 1,
  floor_listing_overdue: 2,
  floor_parent_event: 2,
  leaders: 1,
  officers: 2,
};

export const COLUMNS = [
  "p0",
  "p1",
  "p2",
  "p3",
  "p4",
  "b0",
  "b1",
  "b2",
  "b3",
  "b4",
  "provisional",
  "u3",
  "major",
  "leaders",
  "officers",
];

export function row(named: Record<string, number>): number[] {
  return COLUMNS.map((name) => named[name] ?? 0);
}

/** City 1, county 11, townships 21 and 22, communities 41, 42 and 43. */
export function snapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    epoch: "e",
    token: "t0",
    now: "2026-11-21T12:00:00+00:00",
    tier: "all",
    boundary: 3,
    scope: { hash: "abc", cells: null, units: [], industries: [], mask: [], valid_until: null },
    pack: { id: "national", version: "1", index: RULES as unknown as Record<string, unknown> },
    columns: COLUMNS,
    extent: [113.7, 33.9, 114, 34.1],
    tree: [
      [1, "41", "许昌市", 1, null, 113.85, 34.03],
      [11, "4110", "魏都区", 2, 1, 113.8, 34],
      [21, "411001", "东街道", 3, 11, 113.8, 34],
      [22, "411002", "西街道", 3, 11, 113.7, 34],
      [41, "411001001", "甲社区", 4, 21, 113.81, 34.01],
      [42, "411001002", "乙社区", 4, 21, 113.82, 34.02],
      [43, "411002001", "丙社区", 4, 22, 113.71, 34.01],
    ],
    counts: [
      [41, 1, row({ p4: 1, b4: 1, u3: 1, leaders: 1, officers: 2 })],
      [42, 1, row({ leaders: 1, officers: 2 })],
      [43, 1, row({ p1: 2, b1: 2, u3: 1 })],
      [0, 1, row({ p3: 1, b3: 1 })],
    ],
    objects: { point: [point()], unit: [unit()], hazard: [], alarm: [] },
    ...fields,
  };
}
