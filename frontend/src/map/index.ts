/** The only door to the map: `createMap`. */
import type { Store } from "../state/store.ts";
import type { MapConfig, MapHandlers, MapView } from "./types.ts";
import { glUsable } from "./webgl.ts";

export type { ExtraLayer } from "./extra.ts";
export * from "./types.ts";

/** Draw the store on `el`. MapLibre is only fetched where it can run; elsewhere the plain layer draws. */
export async function createMap(
  el: HTMLElement,
  config: MapConfig,
  store: Store,
  handlers: MapHandlers,
): Promise<MapView> {
  if (!config.plain && glUsable()) {
    const { GlMapView } = await import("./gl-view.ts");
    return new GlMapView(el, config, store, handlers);
  }
  const { PlainMapView } = await import("./plain-view.ts");
  return new PlainMapView(el, config, store, handlers);
}
export { distanceWords } from "./distance.ts";
