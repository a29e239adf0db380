import type { components } from "../../generated/api.ts";
import type { Api } from "../../net/api.ts";
import type { Me } from "../../net/wire.ts";
import type { Services } from "../form/services.ts";

type Schemas = components["schemas"];

export type Person = Schemas["PersonOut"];
export type PeoplePage = Schemas["PeoplePage"];
export type Kiosk = Schemas["KioskOut"];
export type NewPassword = Schemas["PasswordOut"];
export type NewLink = Schemas["LinkOut"];

export interface PeopleContext {
  api: Api;
  me: Me;
  services: Services;
}

export const may = (me: Me, ...verbs: string[]): boolean => verbs.some((verb) => me.verbs.includes(verb));
