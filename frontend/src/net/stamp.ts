/** When and where a record was made, as the device says it. The server keeps its own time beside it. */
export interface FixSaid {
  lon: number;
  lat: number;
  accuracy: number;
  at: string;
}

export interface Stamp {
  made_at: string;
  sent_at: string;
  fix: FixSaid | null;
}

/** The position, asked for when somebody begins to write; `stamp` takes what is known by then. */
export class Place {
  #fix: FixSaid | null = null;

  constructor() {
    if (!("geolocation" in navigator)) return;
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        const at = new Date(timestamp).toISOString();
        this.#fix = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, at };
      },
      // Refused or not known: the record says that there is none.
      () => {},
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  stamp(now: Date = new Date()): Stamp {
    const at = now.toISOString();
    return { made_at: at, sent_at: at, fix: this.#fix };
  }
}
