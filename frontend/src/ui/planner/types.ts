import type { components } from "../../generated/api.ts";
import type { BasemapConfig } from "../../map/types.ts";
import type { Api } from "../../net/api.ts";
import type { Me } from "../../net/wire.ts";
import type { Store } from "../../state/store.ts";
import type { Services } from "../form/services.ts";

type Schemas = components["schemas"];

export type PlanBrief = Schemas["PlanBrief"];
export type Plan = Schemas["PlanOut"];
export type PlanList = Schemas["PlanList"];
export type GroundCell = Schemas["GroundCell"];
export type GroundOut = Schemas["GroundOut"];
export type Stepped = Schemas["SteppedOut"];
export type PlanImport = Schemas["PlanImportOut"];
export type Differing = Schemas["Differing"];
export type Entry = Schemas["Entry"];
export type Assigned = Schemas["Assigned"];
export type Impact = Schemas["ImpactOut"];
export type Flow = Schemas["FlowOut"];
export type Load = Schemas["Load"];
export type Moving = Schemas["MovingRow"];
export type Published = Schemas["PublishedOut"];
export type Rebased = Schemas["RebasedOut"];
export type Problem = Schemas["ProblemOut"];
export type Problems = Schemas["ProblemsOut"];

/** One step of drawing: `do` names it, the other fields are its own. */
export type Edit = { do: string } & Record<string, unknown>;

export interface PlannerContext {
  api: Api;
  store: Store;
  services: Services;
  me: Me;
  /** the operator's own base map; null: none */
  basemap: BasemapConfig | null;
  /** open a plan, or the list */
  open(plan: number | null): void;
}
