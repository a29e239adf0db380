/** Where the phone is, as long as the page is open. A browser gives nothing while the screen is off. */
import type { Fix } from "./wire.ts";

export type PlaceState = "asking" | "known" | "denied" | "unknown";

export class Whereabouts {
  fix: Fix | null = null;
  state: PlaceState = "asking";
  #watch: number | null = null;

  constructor(private readonly hear: () => void) {}

  start(): void {
    if (!("geolocation" in navigator)) {
      this.state = "unknown";
      return;
    }
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        const { longitude: lon, latitude: lat, accuracy } = coords;
        this.fix = { lon, lat, accuracy: Math.round(accuracy), at: new Date(timestamp).toISOString() };
        this.state = "known";
        this.hear();
      },
      ({ code, PERMISSION_DENIED }) => {
        this.state = code === PERMISSION_DENIED ? "denied" : this.fix ? "known" : "unknown";
        this.hear();
      },
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
    );
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** The latest position, if it is one of the last minutes. */
  recent(now: number): Fix | null {
    return this.fix && now - Date.parse(this.fix.at) < 5 * 60_000 ? this.fix : null;
  }
}
