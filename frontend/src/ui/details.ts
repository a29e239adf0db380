/** What the server tells of one thing when its panel is open (GET /api/{cells|units|points|hazards}/{id}). */
import type { HazardState, Level, Text } from "../net/wire.ts";

export type Said = Text | string;

export interface Ref {
  id: number;
  name: string;
}

export interface Responsible {
  duty: number;
  role: string;
  person: Ref;
  phone_masked: string;
  since?: string;
}

export interface HazardBrief {
  id: number;
  number: string;
  title: string;
  state: HazardState;
  major: boolean;
  overdue?: number;
}

export interface Reason {
  code: string;
  text: Said;
  binding: boolean;
  params?: Record<string, unknown>;
}

export interface Explained {
  level: Level;
  formula: Said | null;
  inputs: Record<string, unknown>;
  band: Said | null;
  pack: { id: string; version: string | number } | null;
  reasons: Reason[];
  would_change: (Said | { text: Said })[];
}

export interface HistoryEntry {
  at: string;
  who: string;
  what: Said;
  from?: Said | number | null;
  to?: Said | number | null;
  note?: Said;
}

export type FieldType =
  | ("text" | "longtext" | "date" | "datetime" | "choice" | "person" | "people" | "unit" | "photos")
  | ("five" | "bool" | "number" | "level" | "shape" | "place")
  | ("when" | "flag" | "whole" | "money" | "class");

export interface FieldSpec {
  field: string;
  type: FieldType;
  choices?: (string | number | { value: string; zh: string; en: string })[];
  optional?: boolean;
}

export interface CommandSpec {
  name: string;
  required: FieldSpec[];
  evidence_only: boolean;
}

export interface CellRef extends Ref {
  level: number;
}

export interface ResponsibleOut {
  duty: number;
  role: string;
  cell: CellRef | null;
  unit: Ref | null;
  person: Ref;
  phone_masked: string;
  since: string;
}

export interface CellDetail {
  id: number;
  code: string;
  name: string;
  level: number;
  path: Ref[];
  note: Said;
  index: number | null;
  colour: Level;
  people: ResponsibleOut[];
  vacancies: { leaders: number; officers: number };
  area_km2?: number | null;
}

export interface Measure {
  id: number;
  kind: string;
  text: string;
  check_items: (string | { text: string })[];
}

export interface PointDetail {
  id: number;
  name: string;
  category: string;
  unit: Ref | null;
  cell: CellRef | null;
  responsible_body?: string;
  method: string;
  inherent: Level;
  residual: Level;
  residual_until: string | null;
  base: Level;
  live: Level;
  provisional: boolean;
  control_level: number;
  manager: string;
  manager_phone_masked?: string;
  accident_types: string[];
  consequence: string;
  emergency: string;
  measures: Measure[];
  hazards: HazardBrief[];
  responsible: ResponsibleOut[];
  /** verbs that this person's duties over it permit */
  can: string[];
}

export interface HazardStepOut {
  n: number;
  command: string;
  actor: string;
  from_state: string;
  to_state: string;
  note: Record<string, unknown>;
  at: string;
}

export interface HazardDetail {
  id: number;
  v: number;
  number: string;
  title: string;
  text: string;
  category: string;
  major: boolean;
  state: HazardState;
  self_found: boolean;
  overdue: 0 | 1 | 2;
  listing: number;
  suspended: boolean;
  lon: number;
  lat: number;
  deadline: string | null;
  source: string;
  found_at: string;
  reported_at: string;
  closed_at: string | null;
  point: Ref | null;
  unit: Ref | null;
  cell: CellRef | null;
  steps: HazardStepOut[];
  photos: { id: string; url: string }[];
  commands: CommandSpec[];
  responsible: ResponsibleOut[];
}

export interface SiteOut {
  id: number;
  name: string;
  address: string;
  main: boolean;
  lon: number;
  lat: number;
}

export interface PointBrief {
  id: number;
  name: string;
  live: Level;
  provisional?: boolean;
}

export interface UnitDetail {
  id: number;
  name: string;
  uscc: string | null;
  unit_type: string;
  industry: string;
  industry4: string;
  affiliation: string;
  danger_class: string;
  annual_grade: number;
  standard_grade: number;
  address: string;
  business_scope: string;
  registration_type: string;
  scale: string;
  principal: string;
  principal_phone_masked?: string;
  safety_org: string;
  safety_staff: number;
  workers: number;
  special_workers: number;
  special_equipment: number;
  major_hazard: number;
  supervision: Level;
  live: Level;
  stopped: boolean;
  blacklisted: boolean;
  closed_at: string | null;
  cell: CellRef | null;
  sites: SiteOut[];
  points?: PointBrief[];
  hazards: HazardBrief[];
  responsible: ResponsibleOut[];
  /** verbs that this person's duties over it permit */
  can: string[];
}
