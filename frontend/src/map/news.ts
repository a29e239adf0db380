/** The newest event pulses, one at a time, over both kinds of map; the page's callout says in words what it is. */
import type { Map as LeafletMap, Marker } from "leaflet";
import L from "leaflet";
import type { AlarmDrawn, Drawn, HazardDrawn, Level, PointDrawn } from "../net/wire.ts";
import type { StoreChange } from "../state/store.ts";
import { INK, RISK } from "./palette.ts";
import type { Announcement } from "./types.ts";

const SHOWN_MS = 12_000;

/** What of a change deserves the pulse: an alarm or a hazard that is new or moved on, else a point that got worse. */
export function newsOf(change: StoreChange): Announcement | null {
  let point: Announcement | null = null;
  for (const { entity, before, after } of [...change.objects].reverse()) {
    if (entity === "alarm") {
      const news = ofAlarm(before as AlarmDrawn | null, after as AlarmDrawn | null);
      if (news) return news;
    } else if (entity === "hazard") {
      const news = ofHazard(before as HazardDrawn | null, after as HazardDrawn | null);
      if (news) return news;
    } else if (entity === "point") point ??= ofPoint(before as PointDrawn | null, after as PointDrawn | null);
  }
  return point;
}

function ofHazard(before: HazardDrawn | null, after: HazardDrawn | null): Announcement | null {
  if (after && before?.state === after.state && before.overdue === after.overdue) return null;
  if (after) return at(after, after.title, after.major ? (RISK[1]?.fill ?? INK.warn) : INK.accent);
  return before ? at(before, before.title, INK.ok) : null;
}

function ofAlarm(before: AlarmDrawn | null, after: AlarmDrawn | null): Announcement | null {
  if (!after || before?.state === after.state) return null;
  return at(after, after.title, RISK[1]?.fill ?? INK.warn);
}

function ofPoint(before: PointDrawn | null, after: PointDrawn | null): Announcement | null {
  if (!after || after.live === 0) return null;
  const worse = !before || before.live === 0 || after.live < before.live;
  return worse ? at(after, after.name, colourOf(after.live)) : null;
}

function colourOf(level: Level): string {
  return RISK[level]?.fill ?? INK.accent;
}

function at(drawn: Drawn, title: string, colour: string): Announcement {
  return { lon: drawn.lon, lat: drawn.lat, title, colour };
}

export class NewsMark {
  #marker: Marker | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly map: LeafletMap) {}

  show(news: Announcement): void {
    this.clear();
    const root = L.DomUtil.create("div");
    root.style.setProperty("--news", news.colour);
    L.DomUtil.create("div", "map-news-ring", root);
    if (news.detail !== undefined) this.#words(root, news, news.detail);
    const icon = L.divIcon({ html: root, className: "map-news", iconSize: [0, 0] });
    this.#marker = L.marker([news.lat, news.lon], { icon, interactive: false, keyboard: false }).addTo(
      this.map,
    );
    this.#marker.getElement()?.setAttribute("aria-hidden", "true");
    this.#timer = setTimeout(() => this.clear(), SHOWN_MS);
  }

  /** On the side of the middle, so that no panel at the edge hides it. */
  #words(root: HTMLElement, news: Announcement, detail: string): void {
    const { x } = this.map.latLngToContainerPoint([news.lat, news.lon]);
    const side = x > this.map.getSize().x / 2 ? "left" : "right";
    const box = L.DomUtil.create("div", `map-news-words map-news-${side}`, root);
    L.DomUtil.create("b", "", box).textContent = news.title;
    L.DomUtil.create("span", "", box).textContent = detail;
  }

  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#marker?.remove();
    this.#marker = null;
  }
}
