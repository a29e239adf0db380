import type { Api } from "../../net/api.ts";
import type { DutyHeld, Me } from "../../net/wire.ts";
import type { Ref } from "../details.ts";
import type { Services } from "../form/services.ts";

export interface Person {
  id: number;
  username: string;
  name: string;
  phone_masked: string;
  is_active: boolean;
  duties: DutyHeld[];
}

export interface PeoplePage {
  people: Person[];
  /** `after` of the next page; null at the end */
  next: number | null;
}

export interface Kiosk {
  id: number;
  name: string;
  cell: Ref | null;
  created_at: string;
  revoked_at: string | null;
}

export interface PeopleContext {
  api: Api;
  me: Me;
  services: Services;
}

export const may = (me: Me, ...verbs: string[]): boolean => verbs.some((verb) => me.verbs.includes(verb));
