import type { Selection } from "../../map/types.ts";
import type { Api } from "../../net/api.ts";
import type { Me } from "../../net/wire.ts";
import type { Store } from "../../state/store.ts";
import type { Services } from "../form/services.ts";

/** A report on its way to the server. */
export interface Delivery {
  path: string;
  fields: Record<string, unknown>;
  key: string;
  /** of the draft that holds it until it is taken */
  draft: string;
}

/** What every panel needs of the page. */
export interface PanelContext {
  api: Api;
  store: Store;
  services: Services;
  me: Me;
  select(selection: Selection | null): void;
  flyTo(lon: number, lat: number): void;
  /** Instead of a call of one's own, on a page that keeps what cannot be sent now; null: it was kept. */
  deliver?(report: Delivery): Promise<{ id: number } | null>;
}

export function may(me: Me, verb: string): boolean {
  return me.verbs.includes(verb);
}
