import { LANG_EVENT, lang } from "../i18n/index.ts";
import {
  createMap,
  type View as MapPlace,
  type MapView,
  type Padding,
  type Selection,
} from "../map/index.ts";
import type { Store } from "../state/store.ts";
import type { Place } from "../ui/form/services.ts";
import { type LayerState, SWITCHES } from "../ui/layers.ts";
import { type Link, readLink, writeLink } from "../ui/url.ts";
import { ALARM_ZOOM, zoomFor } from "./map-geometry.ts";
import { basemapOf, type MapPageConfig } from "./map-model.ts";

type At = { lon: number; lat: number };

/** Leads over the ground: keeps map, address and selection in step, flies to things, has places picked. */
export class Guide {
  map: MapView | null = null;
  selection: Selection | null;
  /** what the address asked for when the page was opened */
  private readonly link: Link = readLink(location.search);
  /** where the linked thing is, if its panel knew it before the map was there */
  private linked: At | null = null;
  private picked: ((place: Place | null) => void) | null = null;
  private drawing: Promise<void> | null = null;

  constructor(
    private readonly store: Store,
    private readonly config: MapPageConfig,
    /** told when the person selected something, or nothing, on the map or by going back */
    private readonly selected: () => void,
    /** told when the map came to rest */
    private readonly moved: () => void = () => {},
  ) {
    this.selection = this.link.selection;
    window.addEventListener("popstate", () => {
      this.select(readLink(location.search).selection, "keep");
      this.selected();
    });
  }

  /** Draw the map, once; the store must have its first snapshot. */
  draw(ground: HTMLElement, padding: Padding): Promise<void> {
    this.drawing ??= this.create(ground, padding);
    return this.drawing;
  }

  private async create(ground: HTMLElement, padding: Padding): Promise<void> {
    const plain = this.config.plain || new URLSearchParams(location.search).has("plain");
    const config = {
      lang: lang(),
      staticUrl: this.config.static_url ?? "/static/",
      basemap: basemapOf(this.config.basemap),
      padding,
      ...(plain ? { plain } : {}),
    };
    this.map = await createMap(ground, config, this.store, {
      onSelect: (selection) => {
        this.select(selection, "stay");
        this.selected();
      },
      onIdle: (view) => {
        this.remember(view);
        this.moved();
      },
      onPick: (lon, lat) => this.finishPick({ lon, lat }),
    });
    window.addEventListener(LANG_EVENT, () => this.map?.setLang(lang()));
    this.arrive();
  }

  private arrive(): void {
    const { view } = this.link;
    this.map?.select(this.selection);
    if (view) this.map?.flyTo(view.lon, view.lat, view.zoom);
    else if (this.selection) this.flyToSelection(this.linked ?? undefined);
  }

  /** "fly" moves the map there, "stay" does not, "keep" also leaves the address alone. */
  select(selection: Selection | null, how: "fly" | "stay" | "keep", at?: At): void {
    this.selection = selection;
    this.map?.select(selection);
    if (how !== "keep") {
      const link = { selection, view: this.map?.view() ?? null };
      history.pushState(null, "", location.pathname + writeLink(link, location.search));
    }
    if (how !== "stay") this.flyToSelection(at);
  }

  private flyToSelection(at?: At): void {
    const { selection } = this;
    const place = at ?? (selection ? this.placeOf(selection) : null);
    if (place && selection) this.map?.flyTo(place.lon, place.lat, this.zoom(selection));
  }

  flyTo(lon: number, lat: number): void {
    this.map?.flyTo(lon, lat, zoomFor(null, this.map.view().zoom));
  }

  /** A bare place, e.g. coordinates that somebody typed: go there and mark it. */
  show(lon: number, lat: number): void {
    this.flyTo(lon, lat);
    this.map?.mark({ lon, lat });
  }

  /** A linked thing that this screen does not hold tells its place when its panel has read it. */
  located(at: At): void {
    const { selection, link } = this;
    if (selection?.entity === "feature" && !selection.at) {
      this.selection = { ...selection, at };
      this.map?.select(this.selection);
      if (link.view) return;
    }
    if (!selection || link.view || selection.id !== link.selection?.id || this.placeOf(selection)) return;
    this.linked = at;
    this.map?.flyTo(at.lon, at.lat, this.zoom(selection));
  }

  /** Have a place picked with the next click. */
  pick(done: (place: Place | null) => void): void {
    this.picked = done;
    this.map?.pick(true);
  }

  private finishPick(place: Place): void {
    const done = this.picked;
    this.endPick();
    this.map?.mark(place);
    done?.(place);
  }

  endPick(): void {
    this.picked = null;
    this.map?.pick(false);
    this.map?.mark(null);
  }

  setLayers(next: LayerState): void {
    this.map?.setLayer("ownership", next.ground === "owner");
    this.map?.setLayer("risk", next.ground !== "owner");
    this.map?.setRiskMode(next.ground === "base" ? "base" : "live");
    this.map?.setOwnershipLevel(next.level);
    for (const name of SWITCHES) this.map?.setLayer(name, next[name]);
  }

  private zoom(selection: Selection): number {
    if (selection.entity === "alarm") return ALARM_ZOOM;
    const level = selection.entity === "cell" ? (this.store.tree.get(selection.id)?.level ?? 4) : null;
    return zoomFor(level, this.map?.view().zoom ?? 0);
  }

  private placeOf({ entity, id, at }: Selection): At | null {
    if (entity === "feature") return at ?? null;
    const found = entity === "cell" ? this.store.tree.get(id) : this.store.get(entity, id);
    return found && found.lon !== null && found.lat !== null ? { lon: found.lon, lat: found.lat } : null;
  }

  private remember(view: MapPlace): void {
    const link = { selection: this.selection, view };
    history.replaceState(null, "", location.pathname + writeLink(link, location.search));
  }
}
