import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Selection } from "../../map/types.ts";
import { type Api, ApiError } from "../../net/api.ts";
import type { Explained, HistoryEntry } from "../details.ts";

export type Phase = "loading" | "ready" | "gone" | "failed";

const PATHS = { cell: "cells", unit: "units", point: "points", hazard: "hazards", alarm: "alarms" } as const;

/** Their state is their reason. */
const WITHOUT_WHY = new Set(["hazard", "alarm", "feature"]);
const WITHOUT_HISTORY = new Set(["alarm", "feature"]);
const FIRST_RETRY = 1_000;
const LAST_RETRY = 30_000;

export function pathOf(selection: Selection): string {
  const { entity, id, layer = "" } = selection;
  return entity === "feature" ? `/layers/${layer}/features/${id}` : `/${PATHS[entity]}/${id}`;
}

/** Reads a thing, why it has its colour, and its history; keeps what was read while it reads again. */
export class PanelData implements ReactiveController {
  phase: Phase = "loading";
  detail: unknown = null;
  explained: Explained | null = null;
  history: HistoryEntry[] | null = null;
  fresh = false;
  private selection: Selection | null = null;
  private running: AbortController | null = null;
  private timer = 0;
  private failures = 0;
  private latest: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly api: () => Api,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.running?.abort();
    window.clearTimeout(this.timer);
  }

  show(selection: Selection | null): void {
    this.selection = selection;
    this.phase = "loading";
    this.detail = this.explained = this.history = null;
    this.fresh = false;
    window.clearTimeout(this.timer);
    this.running?.abort();
    if (selection) void this.load();
  }

  /** Something about it changed: read it again, soon, once. */
  touch(wait = 250, news = true): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.fresh ||= news;
      void this.load();
    }, wait);
  }

  /** The server was away just when this was read: what the log told of is not on screen yet, so ask until it is. */
  private again(): void {
    window.clearTimeout(this.timer);
    const wait = Math.min(FIRST_RETRY * 2 ** this.failures, LAST_RETRY);
    this.failures += 1;
    this.timer = window.setTimeout(() => void this.load(), wait);
  }

  /** Done when what is shown is as new as this call, whichever reading brought it. */
  load(): Promise<void> {
    this.latest = this.read();
    return this.latest;
  }

  private async read(): Promise<void> {
    const selection = this.selection;
    if (!selection) return;
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const { signal } = running;
    const path = pathOf(selection);
    try {
      const [detail, explained, history] = await Promise.all([
        this.api().get<unknown>(path, { signal }),
        WITHOUT_WHY.has(selection.entity) ? null : this.api().get<Explained>(`${path}/explain`, { signal }),
        WITHOUT_HISTORY.has(selection.entity)
          ? null
          : this.api().get<{ entries: HistoryEntry[] }>(`${path}/history`, { signal }),
      ]);
      Object.assign(this, { detail, explained, history: history?.entries ?? null, phase: "ready" });
      this.failures = 0;
    } catch (failure) {
      if (signal.aborted) return this.running === running ? undefined : this.latest;
      if (!(failure instanceof ApiError)) throw failure;
      this.phase = failure.status === 404 ? "gone" : "failed";
      if (failure.status === 0 || failure.status >= 500) this.again();
    }
    if (!signal.aborted) this.host.requestUpdate();
  }
}
