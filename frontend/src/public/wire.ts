/** What the public routes say. */
import type { components } from "../generated/api.ts";

type Schemas = components["schemas"];
export type Received = Schemas["PublicReceived"];
export type PhotoReceived = Schemas["PhotoReceived"];
export type Status = Schemas["PublicStatus"];
export type Stage = Status["stage"];
export type Published = Schemas["Published"];
export type PublishedHazard = Schemas["PublishedHazard"];
export type ReportRow = Schemas["ReportRow"];
export type ReportRows = Schemas["ReportRows"];
export type Identity = Schemas["IdentityOut"];
export type Ground = Schemas["PublicGround"];

export const CATEGORIES = [
  "fire",
  "electric",
  "passage",
  "leak",
  "collapse",
  "fall",
  "equipment",
  "operation",
  "other",
] as const;
export type Category = (typeof CATEGORIES)[number];
export const MOST_PHOTOS = 4;
export const LEAST_WORDS = 4;
export const MOST_WORDS = 2_000;
