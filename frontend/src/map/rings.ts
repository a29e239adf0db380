/** Circles around a place, each with its distance written on its northern edge. */
import type { LayerGroup, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { distanceWords } from "./distance.ts";

const METRES_PER_DEGREE = 111_320;

export class Rings {
  #group: LayerGroup | null = null;

  constructor(private readonly map: LeafletMap) {}

  /** Draw them; no radius takes them away. */
  show(place: { lon: number; lat: number } | null, metres: readonly number[]): void {
    this.#group?.remove();
    this.#group = null;
    if (!place || metres.length === 0) return;
    this.#group = L.layerGroup(
      metres.flatMap((radius) => [this.#circle(place, radius), ringLabel(place, radius)]),
    );
    this.#group.addTo(this.map);
  }

  #circle(place: { lon: number; lat: number }, radius: number): L.Circle {
    return L.circle([place.lat, place.lon], {
      radius,
      interactive: false,
      color: "#8f0d14",
      weight: 1.5,
      dashArray: "6 5",
      fillColor: "#e5383b",
      fillOpacity: 0.03,
    });
  }
}

/** The distance on a circle's northern edge; after a word, and then on the southern one, clear of the other circles'. */
export function ringLabel(place: { lon: number; lat: number }, radius: number, word = ""): L.Marker {
  const root = L.DomUtil.create("span");
  root.textContent = `${word} ${distanceWords(radius)}`.trim();
  const icon = L.divIcon({
    html: root,
    className: word ? "map-ring-label is-word" : "map-ring-label",
    iconSize: [0, 0],
  });
  const lat = place.lat + ((word ? -1 : 1) * radius) / METRES_PER_DEGREE;
  return L.marker([lat, place.lon], { icon, interactive: false, keyboard: false });
}
