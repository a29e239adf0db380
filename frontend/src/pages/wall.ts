import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "./start.ts";
import "../style/wall.css";
import { t } from "../i18n/index.ts";
import { createMap, type MapView } from "../map/index.ts";
import { ApiError } from "../net/api.ts";
import { Live } from "../net/live.ts";
import type { AlarmDrawn, Me, WallView, WallWire } from "../net/wire.ts";
import { Ledger } from "../state/ledger.ts";
import { Store } from "../state/store.ts";
import type { FeedItem } from "../ui/feed-items.ts";
import { icon } from "../ui/icons.ts";
import { mapKey } from "../ui/layers.ts";
import { View } from "../ui/view.ts";
import { aim, messageOf, type Target } from "../ui/wall/aim.ts";
import { inOrder, type Pushed, wallAlarms } from "../ui/wall/alarms.ts";
import { wallCells } from "../ui/wall/cells.ts";
import "../ui/wall/chart.ts";
import { wallClock } from "../ui/wall/clock.ts";
import { wallFeed } from "../ui/wall/feed.ts";
import { freshnessOf, wallLive, wallStale } from "../ui/wall/fresh.ts";
import { wallHazards } from "../ui/wall/hazards.ts";
import { WallNews } from "../ui/wall/news.ts";
import { wallPoints } from "../ui/wall/points.ts";
import { Tour } from "../ui/wall/tour.ts";
import { Turns } from "../ui/wall/turns.ts";
import { type MapPageConfig, Numbers } from "./map-model.ts";
import { entitle, goToLogin, loggedInApi, pageConfig } from "./start.ts";
import { TilePass } from "./tile-pass.ts";
import { mapConfig, newsColour, redCells, rowsThatFit, SHOWN_BY, toldView } from "./wall-model.ts";
import { Presence } from "./wall-presence.ts";

/** The wall: everything that matters now, for a room, without keyboard or mouse. */
@customElement("sg-wall-page")
export class WallPage extends View {
  private readonly config = pageConfig<MapPageConfig>();
  private readonly api = loggedInApi();
  private readonly store = new Store();
  private readonly pass = new TilePass();
  private readonly ledger = new Ledger();
  private readonly news = new WallNews();
  private readonly turns = new Turns();
  private readonly tour = new Tour();
  private readonly numbers = new Numbers(this.store, () => this.requestUpdate());
  private readonly live = new Live({
    loadSnapshot: async (signal) => {
      const asked = this.pass.begin(
        signal,
        () => this.api.snapshot(signal),
        () => this.map,
      );
      const [snapshot] = await Promise.all([asked, this.learn(signal)]);
      return snapshot;
    },
    sink: this.store,
    onStatus: (status) => {
      this.numbers.status = status;
      this.beat(status.serverNow.getTime());
    },
    onEnded: () => this.end(),
  });
  private readonly presence = new Presence(this.api, () => ({
    gl: this.map?.kind !== "plain",
    freshness: freshnessOf(this.live.status.age),
  }));
  private map: MapView | null = null;
  private target: Target | null = null;
  private alarms: AlarmDrawn[] = [];
  private drawing = false;
  private learning = false;
  private me: Me | null = null;
  @state() private wall: WallWire | null = null;
  @query("#map") private readonly ground!: HTMLElement;

  protected override firstUpdated(): void {
    entitle("wall.title");
    this.store.subscribe((change) => {
      const now = this.numbers.status?.serverNow.getTime() ?? Date.now();
      this.ledger.take(change, now);
      const newest = this.news.take(change, now);
      if (newest) this.announce(newest);
      this.obey(toldView(change.told));
      this.alarms = inOrder(this.store.all("alarm"));
      if (!change.reset) return this.numbers.soon();
      this.numbers.compute();
      void this.draw(new URLSearchParams(location.search).has("plain"));
    });
    window.addEventListener("resize", () => this.fit());
    void this.begin();
  }

  /** Nobody is there to press a button: what fails is tried again until it works. */
  private async begin(): Promise<void> {
    try {
      this.me = await this.api.me();
      if (this.me.kind === "kiosk") this.presence.start();
      this.live.start();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status !== 401) window.setTimeout(() => void this.begin(), 3_000);
    }
  }

  private end(): void {
    if (this.me?.kind === "kiosk") location.assign("/login?kiosk=ended");
    else goToLogin();
  }

  /** What was at midnight, and what happened before the screen was switched on. */
  private async learn(signal?: AbortSignal): Promise<void> {
    this.wall = await this.api.get<WallWire>("/wall", signal ? { signal } : {});
    this.ledger.load(this.wall);
    this.news.begin(this.wall.recent);
    this.layers();
  }

  /** The desk shows something here, or takes it back. */
  private obey(told: { view: WallView | null; v: number } | null): void {
    if (!this.wall || !told || told.v <= this.wall.v) return;
    this.wall = { ...this.wall, ...told };
    this.layers();
    this.look(this.live.status.serverNow.getTime());
  }

  private layers(): void {
    const shown = SHOWN_BY[this.wall?.view?.preset ?? "all"];
    this.map?.setLayer("ownership", shown.ownership);
    this.map?.setLayer("risk", !shown.ownership);
    this.map?.setLayer("points", shown.points);
    this.map?.setLayer("hazards", shown.hazards);
  }

  /** Look where it matters now; the map moves only when that is another place. */
  private look(now: number): void {
    const view = this.wall?.view ?? null;
    const touring = view ? view.tour : this.tours();
    const stop = this.tour.step(now, redCells(this.store), touring);
    const target = aim({
      view,
      alarms: this.alarms,
      stop,
      placeOf: ({ e, id }) => {
        const found = e === "cell" ? this.store.tree.get(id) : this.store.get(e as "point", id);
        return found && found.lon !== null && found.lat !== null ? { lon: found.lon, lat: found.lat } : null;
      },
    });
    if (target?.key === this.target?.key || !this.map) return;
    this.target = target;
    this.map.rings(target?.why === "alarm" ? target : null, [500, 1000]);
    if (target) this.map.flyTo(target.lon, target.lat, target.zoom);
    else this.map.fitHome();
    const open = target?.why === "tour" ? Number(target.key.slice(5)) : 0;
    this.map.select(open ? { entity: "cell", id: open } : null);
  }

  /** A wall of its own goes round; a person who looks at one says so in the address. */
  private tours(): boolean {
    const asked = new URLSearchParams(location.search).get("tour");
    return asked === null ? this.me?.kind === "kiosk" : asked !== "0";
  }

  private beat(now: number): void {
    if (this.ledger.roll(now) && !this.learning) void this.learnAgain();
    this.turns.step(
      now,
      this.numbers.top.map(({ id }) => id),
    );
    this.look(now);
    this.requestUpdate();
  }

  private async learnAgain(): Promise<void> {
    this.learning = true;
    try {
      await this.learn();
    } catch (failure) {
      console.warn("the new day's beginning was not read; trying again", failure);
      await new Promise((resolve) => window.setTimeout(resolve, 10_000));
    } finally {
      this.learning = false;
    }
  }

  private async draw(plain: boolean): Promise<void> {
    if (this.drawing || this.map) return;
    this.drawing = true;
    try {
      const handlers = { onSelect: () => {}, onIdle: () => {}, onLost: () => void this.redraw() };
      this.map = await createMap(this.ground, mapConfig(this.config, plain), this.store, handlers);
      this.target = null;
      this.layers();
    } finally {
      this.drawing = false;
    }
  }

  /** WebGL is gone for good: go on without it. */
  private async redraw(): Promise<void> {
    this.map?.destroy();
    this.map = null;
    await this.draw(true);
  }

  private fit(): void {
    this.map?.setPadding(mapConfig(this.config, false).padding);
    this.target = null;
    this.map?.fitHome();
    this.requestUpdate();
  }

  private announce(item: FeedItem): void {
    const detail = [this.cellName(item.cell), item.name].filter(Boolean).join(" · ");
    this.map?.announce({ lon: item.lon, lat: item.lat, title: item.title, detail, colour: newsColour(item) });
  }

  private readonly cellName = (cell: number): string => this.store.tree.get(cell)?.name ?? "";

  protected override render(): TemplateResult {
    const { status } = this.numbers;
    const fresh = freshnessOf(status?.age ?? null);
    return html`<main class="wall is-${fresh}" aria-label=${t("wall.title")}>
      <div id="map" class="ground wall-ground"></div>
      <div class="wall-shade" aria-hidden="true"></div>
      ${wallStale(status)} ${this.banner()}
      <header class="wall-title"><h1>${t("wall.title")}</h1><p class="meta">${this.place()}</p></header>
      <div class="wall-now">${status ? wallLive(status) : nothing}${status && fresh !== "connecting" ? wallClock(status.serverNow) : nothing}</div>
      ${this.numbers.legend ? html`${this.left()}${this.right()}` : this.loading()}
      <div class="wall-foot">${mapKey()}</div>
    </main>`;
  }

  private place(): string {
    return [this.config.city, this.wall?.name].filter(Boolean).join(" · ");
  }

  /** What the desk says, and by whom; while the wall goes round, where it is. */
  private banner(): TemplateResult | typeof nothing {
    const text = messageOf(this.wall?.view ?? null, this.live.status.serverNow.getTime());
    if (text) {
      return html`<div class="wall-message" role="status"><b>${text}</b>
        <span class="meta">${t("wall.by", { name: this.wall?.view?.by ?? "" })}</span></div>`;
    }
    if (this.target?.why !== "tour") return nothing;
    const name = this.cellName(Number(this.target.key.slice(5)));
    return html`<div class="wall-message wall-tour"><span>${t("wall.tour", { name })}</span></div>`;
  }

  private loading(): TemplateResult {
    return html`<p class="wall-loading" role="status">${icon("wait", "1.5rem", "spin")}${t("error.loading")}</p>`;
  }

  private left(): TemplateResult | typeof nothing {
    const { legend, sight, top } = this.numbers;
    if (!legend) return nothing;
    const tally = this.store.tally();
    const scope = sight
      ? t(sight.whole ? "overview.scope_city" : "overview.scope_cells", { n: sight.n })
      : "";
    const open = this.turns.open;
    return html`<div class="wall-side wall-left">
      ${wallPoints({ legend, tally, ledger: this.ledger, scope })}
      ${wallHazards({ legend, tally, ledger: this.ledger })}
      ${wallCells({
        cells: top,
        open,
        parts: open === null ? null : this.store.parts(open),
        level: open === null ? null : (this.store.cell(open) ?? null),
        enter: (id) => {
          this.turns.hold(id);
          this.requestUpdate();
        },
        leave: () => this.turns.release(),
      })}
    </div>`;
  }

  private pushed(): Pushed | null {
    const view = this.wall?.view;
    return view?.alarm ? { alarm: view.alarm, by: view.by } : null;
  }

  private right(): TemplateResult {
    const now = this.numbers.status?.serverNow ?? new Date();
    const { alarms } = this;
    const rows = rowsThatFit(window.innerHeight, alarms.length);
    return html`<div class="wall-side wall-right">
      ${wallAlarms(alarms, now, this.cellName, this.pushed())}
      ${wallFeed(this.news.items, rows, now.getTime(), this.cellName)}
      <sg-day-chart .hours=${{ ...this.ledger.hours }}></sg-day-chart>
    </div>`;
  }
}
