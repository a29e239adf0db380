import type { SearchResult } from "../../net/wire.ts";

export interface Place {
  lon: number;
  lat: number;
  /** metres, when a device said so */
  accuracy?: number;
}

/** What forms need of the page: finding, uploading, and the map for picking places. */
export interface Services {
  find(q: string, signal: AbortSignal): Promise<SearchResult[]>;
  upload(file: Blob, name: string): Promise<{ id: string; url: string }>;
  /** null: the page has no map. `from`: the place that the form holds now */
  pickPlace: ((done: (place: Place | null) => void, from?: Place | null) => void) | null;
  /** where to show a photo from, if not from its own address: one that is still on this device alone */
  shown?(photo: { id: string; url: string }): string;
}

/** The device's own position; null if it is refused or not known within 10 s. */
export function locate(): Promise<Place | null> {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ lon: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  });
}
