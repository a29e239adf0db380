/**
 * Open alarms over both kinds of map: a few markers above everything, those that ring with a pulse, and the ground that
 * people are kept out of (H8).
 */
import type { Layer, LayerGroup, Map as LeafletMap, LeafletMouseEvent } from "leaflet";
import L from "leaflet";
import type { AlarmDrawn } from "../net/wire.ts";
import type { Store, StoreChange } from "../state/store.ts";
import { ringLabel } from "./rings.ts";
import type { Selection } from "./types.ts";
import { WORDS } from "./words.ts";

/** An octagon with a bell: no risk level and no hazard looks like it. */
const DRAWN = `<svg viewBox="0 0 36 36" aria-hidden="true"><path class="map-alarm-plate" d="M11.5 2h13L34 11.5v13L24.5 34h-13L2 24.5v-13Z"/>
<path class="map-alarm-bell" d="M18 8.5a6.3 6.3 0 0 0-6.3 6.3c0 5-2.2 6.7-2.2 6.7h17s-2.2-1.7-2.2-6.7A6.3 6.3 0 0 0 18 8.5ZM16 24.5a2.1 2.1 0 0 0 4 0"/></svg>`;

export function alarmClass(alarm: AlarmDrawn): string {
  const severity = `map-alarm-${alarm.severity === "h" || alarm.severity === "lost" ? alarm.severity : "hh"}`;
  return `map-alarm ${severity}${alarm.state === "raised" ? " map-alarm-rings" : ""}`;
}

export class AlarmMarks {
  readonly #marks = new Map<number, { drawn: LayerGroup; v: number }>();

  constructor(
    private readonly map: LeafletMap,
    private readonly store: Store,
    private readonly select: (selection: Selection) => void,
  ) {
    this.#all();
  }

  take(change: StoreChange): void {
    if (change.reset) return this.#all();
    for (const { entity, id, after } of change.objects) {
      if (entity !== "alarm") continue;
      if (after) this.#put(after as AlarmDrawn);
      else this.#drop(id);
    }
  }

  clear(): void {
    for (const id of [...this.#marks.keys()]) this.#drop(id);
  }

  #all(): void {
    const held = new Map([...this.store.all("alarm")].map((alarm) => [alarm.id, alarm]));
    for (const id of [...this.#marks.keys()]) if (!held.has(id)) this.#drop(id);
    for (const alarm of held.values()) this.#put(alarm);
  }

  #put(alarm: AlarmDrawn): void {
    if (this.#marks.get(alarm.id)?.v === alarm.v) return;
    this.#drop(alarm.id);
    const icon = L.divIcon({
      html: DRAWN,
      className: alarmClass(alarm),
      iconSize: [36, 36],
      iconAnchor: [18, 18],
    });
    // The lists of the page name every alarm for keyboards and readers; the mark is for eyes and pointers.
    const marker = L.marker([alarm.lat, alarm.lon], { icon, keyboard: false, zIndexOffset: 1000 });
    marker.on("click", (event) => this.#clicked(alarm.id, event));
    const drawn = L.layerGroup([marker, ...(alarm.evacuated ? evacuated(alarm) : [])]).addTo(this.map);
    marker.getElement()?.setAttribute("aria-hidden", "true");
    this.#marks.set(alarm.id, { drawn, v: alarm.v });
  }

  /** Who picks a place picks it also where an alarm is. */
  #clicked(id: number, { latlng }: LeafletMouseEvent): void {
    if (this.map.getContainer().classList.contains("map-picking")) this.map.fire("click", { latlng });
    else this.select({ entity: "alarm", id });
  }

  #drop(id: number): void {
    this.#marks.get(id)?.drawn.remove();
    this.#marks.delete(id);
  }
}

/** A solid line and a word: the rings for looking around are dashed and thin. */
function evacuated(alarm: AlarmDrawn): Layer[] {
  const zone = L.circle([alarm.lat, alarm.lon], {
    radius: alarm.evacuated,
    interactive: false,
    color: "#c81e2b",
    weight: 3,
    fillColor: "#e5383b",
    fillOpacity: 0.16,
  });
  const words = WORDS[document.documentElement.lang.startsWith("en") ? "en" : "zh"];
  return [zone, ringLabel(alarm, alarm.evacuated, words.evacuated)];
}
