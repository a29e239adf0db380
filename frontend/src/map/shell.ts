/** What both kinds of map share: the Leaflet map itself, the operator's base map, keyboard, picking, flying. */
import type { Control, LatLng, Map as LeafletMap, Marker } from "leaflet";
import L from "leaflet";
import "./map.css";
import type { Lang } from "../net/wire.ts";
import { Tools } from "./tools.ts";
import type { BasemapConfig, MapConfig, MapHandlers, Padding, View } from "./types.ts";
import { LEFT_OUT, type LeftOut, NOTHING_LEFT_OUT, WORDS } from "./words.ts";

const DETAIL = 16;
/** pictures of the base map that fail in a row before it counts as down */
const FAILURES = 4;
const RETRY_MS = 30_000;
const NO_PADDING: Padding = { top: 0, right: 0, bottom: 0, left: 0 };

export function reducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export class Shell {
  readonly map: LeafletMap;
  readonly tools: Tools;
  /** a click or Enter on a place, unless a place is being picked */
  onPoint: (at: LatLng) => void = () => {};
  /** hears of every such place before it is acted on */
  onPressed: (at: LatLng) => void = () => {};
  /** the operator's base map stopped, or came back */
  onBasemap: (down: boolean) => void = () => {};
  basemapDown = false;
  #lang: Lang;
  #leftOut: LeftOut = NOTHING_LEFT_OUT;
  #retry: ReturnType<typeof setInterval> | undefined;
  #padding: Padding;
  #picking = false;
  #mark: Marker | null = null;
  #sources: Control.Attribution | null = null;
  readonly #cross: HTMLElement;
  readonly #sized: ResizeObserver;

  constructor(
    el: HTMLElement,
    private readonly config: MapConfig,
    private readonly handlers: MapHandlers,
  ) {
    this.#padding = config.padding ?? NO_PADDING;
    this.#lang = config.lang;
    const still = reducedMotion();
    this.map = L.map(el, {
      zoomControl: false,
      attributionControl: false,
      minZoom: 7,
      maxZoom: 19,
      zoomSnap: 0.25,
      wheelPxPerZoomLevel: 90,
      preferCanvas: true,
      zoomAnimation: !still,
      fadeAnimation: !still,
      inertia: !still,
    });
    this.tools = new Tools(this.map);
    el.setAttribute("role", "application");
    this.map.setView([34.03, 113.85], 10);
    this.setLang(config.lang);
    this.#basemap(config.basemap);
    this.#cross = L.DomUtil.create("div", "map-cross", el);
    this.#cross.setAttribute("aria-hidden", "true");
    this.#placeCross();
    this.map.on("resize", () => this.#placeCross());
    // Panels beside the map come and go; Leaflet itself only watches the window.
    this.#sized = new ResizeObserver(() => this.map.invalidateSize({ pan: false }));
    this.#sized.observe(el);
    el.addEventListener("keydown", this.#key);
    el.addEventListener("pointerdown", this.#mouse);
    this.map.on("click", (event) => this.#point(event.latlng));
    this.map.on("moveend", () => this.handlers.onIdle(this.view()));
  }

  /** Say the map's own words in another language. */
  setLang(lang: Lang): void {
    this.#lang = lang;
    const words = WORDS[lang];
    const el = this.map.getContainer();
    el.setAttribute("aria-label", words.map);
    el.setAttribute("aria-description", words.keys);
    this.#sources?.remove();
    this.#sources = L.control.attribution({ position: "bottomright", prefix: false });
    const own = this.config.basemap?.attribution || words.localBasemap;
    this.#sources.addAttribution(this.basemapDown ? `<b>${words.basemapDown}</b>` : own);
    this.#sources.addAttribution(words.sketch);
    const note = words.leftOut(this.#leftOut);
    if (note) this.#sources.addAttribution(`<b>${note}</b>`);
    this.#sources.addTo(this.map);
  }

  /** Tell how much is not drawn one by one. */
  sayLeftOut(left: LeftOut): void {
    if (LEFT_OUT.every((name) => left[name] === this.#leftOut[name])) return;
    this.#leftOut = left;
    this.setLang(this.#lang);
  }

  #basemap(basemap: BasemapConfig | null): void {
    if (!basemap) return;
    const options = {
      maxZoom: 19,
      minNativeZoom: basemap.minZoom ?? 0,
      maxNativeZoom: basemap.maxZoom ?? 18,
      className: "map-basemap",
    };
    for (const url of [basemap.url, basemap.labels]) {
      if (!url) continue;
      const layer = L.tileLayer(url, options).addTo(this.map);
      if (url === basemap.url) this.#watch(layer);
    }
  }

  /** Pictures that fail again and again: show the thin base map, and say so, until one comes again. */
  #watch(layer: L.TileLayer): void {
    let failed = 0;
    layer.on("tileload", () => {
      failed = 0;
      this.#setDown(false);
    });
    layer.on("tileerror", () => {
      failed += 1;
      if (failed >= FAILURES) this.#setDown(true);
    });
    // Tiles that failed are not asked for again by themselves.
    this.#retry = setInterval(() => {
      if (this.basemapDown) layer.remove().addTo(this.map); // `redraw()` asks for half zooms
    }, RETRY_MS);
  }

  #setDown(down: boolean): void {
    if (down === this.basemapDown) return;
    this.basemapDown = down;
    this.map.getContainer().classList.toggle("map-basemap-down", down);
    this.setLang(this.#lang);
    this.onBasemap(down);
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.target !== this.map.getContainer()) return;
    this.map.getContainer().classList.add("map-keyboard");
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#point(this.map.containerPointToLatLng(this.#centre()));
    } else if (event.key === "Escape") {
      if (this.#picking) this.pick(false);
      else this.handlers.onSelect(null);
    } else if (event.key === "Home") {
      event.preventDefault();
      this.map.fire("safegrid:home");
    }
  };

  readonly #mouse = (): void => this.map.getContainer().classList.remove("map-keyboard");

  #point(at: LatLng): void {
    if (this.tools.active) return this.tools.point(at);
    if (!this.#picking) {
      this.onPressed(at);
      return this.onPoint(at);
    }
    this.pick(false);
    this.handlers.onPick?.(at.lng, at.lat);
  }

  /** Middle of what the panels leave free. */
  #centre(): L.Point {
    const { top, right, bottom, left } = this.#padding;
    const size = this.map.getSize();
    return L.point((left + size.x - right) / 2, (top + size.y - bottom) / 2);
  }

  view(): View {
    const at = this.map.containerPointToLatLng(this.#centre());
    return { lon: at.lng, lat: at.lat, zoom: this.map.getZoom() };
  }

  /** West, south, east, north of what the panels leave free. */
  bounds(): [number, number, number, number] {
    const { top, right, bottom, left } = this.#padding;
    const size = this.map.getSize();
    const corner = this.map.containerPointToLatLng([left, size.y - bottom]);
    const other = this.map.containerPointToLatLng([Math.max(left + 1, size.x - right), top]);
    return [corner.lng, corner.lat, other.lng, other.lat];
  }

  setPadding(padding: Padding): void {
    this.#padding = padding;
    this.#placeCross();
  }

  #placeCross(): void {
    const { x, y } = this.#centre();
    this.#cross.style.left = `${x}px`;
    this.#cross.style.top = `${y}px`;
  }

  flyTo(lon: number, lat: number, zoom = Math.max(this.map.getZoom(), DETAIL)): void {
    const off = this.#centre().subtract(this.map.getSize().divideBy(2));
    const centre = this.map.unproject(this.map.project([lat, lon], zoom).subtract(off), zoom);
    if (reducedMotion()) this.map.setView(centre, zoom, { animate: false });
    else this.map.flyTo(centre, zoom, { duration: 0.7 });
  }

  /** Show all the ground that the viewer has. `extent`: west, south, east, north. */
  fitHome(extent: readonly [number, number, number, number] | null): void {
    if (!extent) return;
    const [west, south, east, north] = extent;
    const { top, right, bottom, left } = this.#padding;
    const bounds = L.latLngBounds([south, west], [north, east]);
    this.map.fitBounds(bounds.pad(0.02), {
      paddingTopLeft: [left + 8, top + 8],
      paddingBottomRight: [right + 8, bottom + 8],
      maxZoom: 15,
      animate: false,
    });
  }

  metresPerPixel(): number {
    const y = this.#centre().y;
    const at = (x: number): LatLng => this.map.containerPointToLatLng([x, y]);
    return at(0).distanceTo(at(100)) / 100;
  }

  pick(on: boolean): void {
    this.#picking = on;
    this.map.getContainer().classList.toggle("map-picking", on);
  }

  mark(place: { lon: number; lat: number } | null): void {
    this.#mark?.remove();
    this.#mark = null;
    if (!place) return;
    const icon = L.divIcon({ className: "map-place", iconSize: [28, 36], iconAnchor: [14, 34] });
    this.#mark = L.marker([place.lat, place.lon], { icon, keyboard: false, interactive: false }).addTo(
      this.map,
    );
  }

  destroy(): void {
    clearInterval(this.#retry);
    this.#sized.disconnect();
    this.tools.destroy();
    this.map.getContainer().removeEventListener("keydown", this.#key);
    this.map.getContainer().removeEventListener("pointerdown", this.#mouse);
    this.map.remove();
  }
}
