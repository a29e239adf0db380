/** What the server tells of one thing when its panel is open: names for the generated shapes of the API. */
import type { components } from "../generated/api.ts";
import type { Text } from "../net/wire.ts";

type Schemas = components["schemas"];

export type Said = Text | string;
export type Ref = Schemas["Ref"];
export type CellRef = Schemas["CellRef"];
export type ResponsibleOut = Schemas["Responsible"];
export type HazardBrief = Schemas["HazardBrief"];
export type Explained = Schemas["Explained"];
export type HistoryEntry = Schemas["HistoryEntry"];
export type CellDetail = Schemas["CellOut"];
export type PointDetail = Schemas["PointOut"];
export type UnitDetail = Schemas["UnitOut"];
export type HazardDetail = Schemas["HazardOut"];
export type FeatureDetail = Schemas["FeatureOut"];
export type Sensor = Schemas["DeviceOut"];
export type Measure = Schemas["MeasureOut"];
export type CommandSpec = Schemas["CommandSpec"];
/** A field as a command names it, or as a page of ours makes it. */
export type FieldSpec = Omit<Schemas["FieldSpec"], "type" | "optional"> & {
  type: Schemas["FieldSpec"]["type"] | "five" | "place" | "choice" | "date" | "longtext";
  optional?: boolean;
};
