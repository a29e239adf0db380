/** Where the phone is, as long as the page is open. A browser gives nothing while the screen is off. */
import type { Fix } from "./wire.ts";

export type PlaceState = "asking" | "known" | "denied" | "unknown";

export class Whereabouts {
  fix: Fix | null = null;
  /** by the page's clock: a position may be stamped by another one */
  #heard = 0;
  state: PlaceState = "asking";
  #watch: number | null = null;

  constructor(private readonly hear: () => void) {}

  start(): void {
    if (!("geolocation" in navigator)) {
      this.state = "unknown";
      return;
    }
    void this.#heedPermission();
    this.#follow();
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** Whoever allows it later, in the browser's settings, need not open the page again. */
  async #heedPermission(): Promise<void> {
    try {
      const permission = await navigator.permissions.query({ name: "geolocation" });
      permission.onchange = () => {
        if (permission.state !== "granted") return;
        this.stop();
        this.#follow();
      };
    } catch (unknown) {
      console.warn("this browser does not tell of permissions", unknown);
    }
  }

  #follow(): void {
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        const { longitude: lon, latitude: lat, accuracy } = coords;
        this.fix = { lon, lat, accuracy: Math.round(accuracy), at: new Date(timestamp).toISOString() };
        this.state = "known";
        this.#heard = Date.now();
        this.hear();
      },
      ({ code, PERMISSION_DENIED }) => {
        this.state = code === PERMISSION_DENIED ? "denied" : this.fix ? "known" : "unknown";
        this.hear();
      },
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
    );
  }

  /** The latest position, if it is one of the last minutes. */
  recent(now: number): Fix | null {
    return this.fix && now - this.#heard < 5 * 60_000 ? this.fix : null;
  }
}
