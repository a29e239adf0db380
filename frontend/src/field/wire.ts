/** What the field page and the server tell each other; the same shapes lie in the phone's own store. */
import type { components } from "../generated/api.ts";

type Schemas = components["schemas"];

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

export type Pack = Schemas["FieldPack"];
export type PackPoint = Schemas["PackPoint"];
export type PackUnit = Schemas["PackUnit"];
export type Visit = Schemas["VisitOut"];
export type Checklist = Schemas["ChecklistOut"];
export type ChecklistItem = Schemas["ItemOut"];
export type WaitingHazard = Schemas["PackHazard"];
export type Takeover = Schemas["TakeoverOut"];
export type SurveyClock = Schemas["SurveyClockOut"];
