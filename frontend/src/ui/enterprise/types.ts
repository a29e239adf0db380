import type { components } from "../../generated/api.ts";
import type { Api } from "../../net/api.ts";
import type { Me } from "../../net/wire.ts";
import type { Store } from "../../state/store.ts";
import type { Services } from "../form/services.ts";
import type { Parcel } from "./unsent.ts";

type Schemas = components["schemas"];

export type OwnUnit = Schemas["OwnUnit"];
export type Enterprise = Schemas["EnterpriseOut"];
export type Change = Schemas["DossierChangeOut"];
export type RecordKind = Schemas["RecordKindOut"];
export type UnitRecord = Schemas["RecordOut"];
export type RecordList = Schemas["RecordList"];
export type OwnPoint = Schemas["OwnPoint"];
export type OwnMeasure = Schemas["OwnMeasure"];
export type Assessment = Schemas["AssessmentOut"];
export type Rules = Schemas["RulesOut"];
export type UnitPerson = Schemas["UnitPerson"];
export type Welcome = Schemas["WelcomeOut"];

export const SECTIONS = ["home", "check", "hazards", "points", "dossier", "records", "people"] as const;
export type Section = (typeof SECTIONS)[number];

/** What every part of the page needs of it. */
export interface EnterpriseContext {
  api: Api;
  me: Me;
  unit: Enterprise;
  services: Services;
  /** the same with a map for picking a place: within so many metres of the unit (0: anywhere), beside its other points */
  placeServices(metres: number, points?: readonly Pick<OwnPoint, "id" | "name" | "lon" | "lat">[]): Services;
  store: Store;
  /** counts what was heard: whoever shows something reads it again when it differs */
  news: number;
  /** Send, or keep until there is a line (null). */
  deliver<T>(parcel: Parcel): Promise<T | null>;
  /** Read the unit again, after something was done. */
  reload(): Promise<void>;
  /** Show another section; `what` is what to open there. */
  go(section: Section, what?: string): void;
}

export function may(unit: Enterprise, verb: string): boolean {
  return unit.may.includes(verb);
}

/** The head and the safety officer keep the books; a worker reports. */
export function keeps(unit: Enterprise): boolean {
  return may(unit, "assess_point") || may(unit, "sign_assessment");
}
