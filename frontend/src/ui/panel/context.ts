import type { Selection } from "../../map/types.ts";
import type { Api } from "../../net/api.ts";
import type { Me } from "../../net/wire.ts";
import type { Store } from "../../state/store.ts";
import type { Services } from "../form/services.ts";

/** What every panel needs of the page. */
export interface PanelContext {
  api: Api;
  store: Store;
  services: Services;
  me: Me;
  select(selection: Selection | null): void;
  flyTo(lon: number, lat: number): void;
}

export function may(me: Me, verb: string): boolean {
  return me.verbs.includes(verb);
}
