import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "./start.ts";
import "../style/map.css";
import "../style/panel.css";
import "../style/phone.css";
import { LANG_EVENT, lang, t } from "../i18n/index.ts";
import { createMap, type View as MapPlace, type MapView, type Selection } from "../map/index.ts";
import { ApiError } from "../net/api.ts";
import { Live } from "../net/live.ts";
import type { Me, SearchResult } from "../net/wire.ts";
import { Store } from "../state/store.ts";
import { callout, feed } from "../ui/feed.ts";
import type { FeedItem } from "../ui/feed-items.ts";
import type { Place, Services } from "../ui/form/services.ts";
import { header } from "../ui/header.ts";
import { icon } from "../ui/icons.ts";
import { FIRST_LAYERS, type LayerState, layers, mapKey, SWITCHES } from "../ui/layers.ts";
import { staleBanner } from "../ui/live.ts";
import { News } from "../ui/news.ts";
import { hazardsBlock, pointsBlock, topBlock } from "../ui/overview.ts";
import "../ui/panel/panel.ts";
import { may, type PanelContext } from "../ui/panel/context.ts";
import "../ui/password.ts";
import "../ui/report.ts";
import { grip, type Stop } from "../ui/sheet.ts";
import { readLink, writeLink } from "../ui/url.ts";
import { View } from "../ui/view.ts";
import { padding, zoomFor } from "./map-geometry.ts";
import { basemapOf, type MapPageConfig, Numbers } from "./map-model.ts";
import { goToLogin, loggedInApi, logout, pageConfig } from "./start.ts";
import { TilePass } from "./tile-pass.ts";

/** The one map: what is where, how dangerous, who answers, what is being done; live. */
@customElement("sg-map-page")
export class MapPage extends View {
  private readonly config = pageConfig<MapPageConfig>();
  private readonly api = loggedInApi();
  private readonly store = new Store();
  private readonly pass = new TilePass();
  private readonly numbers = new Numbers(this.store, () => this.requestUpdate());
  private readonly news = new News(() => this.requestUpdate());
  private readonly live = new Live({
    loadSnapshot: async (signal) => {
      await this.pass.renew(signal);
      return this.api.snapshot(signal);
    },
    sink: this.store,
    onStatus: (status) => {
      this.numbers.status = status;
      this.requestUpdate();
    },
    onEnded: goToLogin,
  });
  private map: MapView | null = null;
  private drawn: Promise<void> | null = null;
  /** what the address asked for when the page was opened */
  private readonly link = readLink(location.search);
  /** where the linked thing is, if its panel knew it before the map was there */
  private linked: { lon: number; lat: number } | null = null;
  private picked: ((place: Place | null) => void) | null = null;
  @state() private me: Me | null = null;
  @state() private failed = false;
  @state() private selection: Selection | null = this.link.selection;
  @state() private layerState: LayerState = FIRST_LAYERS;
  @state() private shut = false;
  @state() private stop: Stop = "peek";
  @state() private panelStop: Stop = "half";
  @state() private dialog: "" | "password" = "";
  @state() private reporting = false;
  @query("#map") private readonly ground!: HTMLElement;

  protected override firstUpdated(): void {
    this.api.onOps = (ops) => this.store.apply(ops);
    this.store.subscribe((change) => {
      this.news.take(change, Date.now());
      if (!change.reset) return this.numbers.soon();
      this.numbers.compute();
      this.drawn ??= this.draw();
    });
    window.addEventListener("popstate", () => this.select(readLink(location.search).selection, "keep"));
    window.addEventListener("resize", () => this.fit());
    window.addEventListener(LANG_EVENT, () => {
      document.title = `${t("app.map")} · ${t("app.name")}`;
    });
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.failed = false;
    try {
      this.me = await this.api.me();
      if (this.me.must_change_password) {
        // Nothing else is served before the one-time password is replaced.
        this.dialog = "password";
        return;
      }
      this.live.start();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = failure.status !== 401;
    }
  }

  private async draw(): Promise<void> {
    const link = this.link;
    const config = {
      lang: lang(),
      staticUrl: this.config.static_url ?? "/static/",
      basemap: basemapOf(this.config.basemap),
      padding: this.padding(),
      ...(this.config.plain || new URLSearchParams(location.search).has("plain") ? { plain: true } : {}),
    };
    this.map = await createMap(this.ground, config, this.store, {
      onSelect: (selection) => this.select(selection, "stay"),
      onIdle: (view) => this.remember(view),
      onPick: (lon, lat) => this.onPick({ lon, lat }),
    });
    if (link.view) this.map.flyTo(link.view.lon, link.view.lat, link.view.zoom);
    this.map.select(this.selection);
    const place = link.view === null && this.selection ? this.placeOf(this.selection) : this.linked;
    if (place && this.selection) this.map.flyTo(place.lon, place.lat, this.zoom(this.selection));
  }

  protected override updated(changed: PropertyValues): void {
    if (["selection", "shut", "stop", "panelStop", "reporting"].some((name) => changed.has(name))) this.fit();
  }

  private padding() {
    return padding(window.innerWidth, window.innerHeight, {
      left: !this.shut,
      right: true,
      stop: this.sheetOpen ? this.panelStop : this.stop,
    });
  }

  private fit(): void {
    this.map?.setPadding(this.padding());
  }

  private get sheetOpen(): boolean {
    return this.selection !== null || this.reporting;
  }

  /** Select and show. "fly" moves the map there, "stay" does not, "keep" also leaves the address alone. */
  private select(
    selection: Selection | null,
    how: "fly" | "stay" | "keep",
    at?: { lon: number; lat: number },
  ): void {
    this.selection = selection;
    this.reporting = false;
    if (selection) this.panelStop = "half";
    this.map?.select(selection);
    if (how !== "keep")
      history.pushState(
        null,
        "",
        location.pathname + writeLink({ selection, view: this.map?.view() ?? null }, location.search),
      );
    if (how === "stay" || !selection) return;
    const place = at ?? this.placeOf(selection);
    if (place) this.map?.flyTo(place.lon, place.lat, this.zoom(selection));
  }

  private zoom(selection: Selection): number {
    const level = selection.entity === "cell" ? (this.store.tree.get(selection.id)?.level ?? 4) : null;
    return zoomFor(level, this.map?.view().zoom ?? 0);
  }

  private placeOf(selection: Selection): { lon: number; lat: number } | null {
    const found =
      selection.entity === "cell"
        ? this.store.tree.get(selection.id)
        : this.store.get(selection.entity, selection.id);
    return found && found.lon !== null && found.lat !== null ? { lon: found.lon, lat: found.lat } : null;
  }

  private remember(view: MapPlace): void {
    history.replaceState(
      null,
      "",
      location.pathname + writeLink({ selection: this.selection, view }, location.search),
    );
  }

  private onPick(place: Place): void {
    this.map?.mark(place);
    const done = this.picked;
    this.picked = null;
    this.map?.pick(false);
    this.panelStop = "half";
    done?.(place);
  }

  private readonly services: Services = {
    find: (q, signal) => this.api.search(q, signal),
    upload: (file, name) => this.api.upload(file, name),
    pickPlace: (done) => {
      this.picked = done;
      this.panelStop = "peek";
      this.map?.pick(true);
    },
  };

  private context(me: Me): PanelContext {
    return {
      api: this.api,
      store: this.store,
      services: this.services,
      me,
      select: (selection) => this.select(selection, "fly"),
      flyTo: (lon, lat) => this.map?.flyTo(lon, lat, zoomFor(null, this.map.view().zoom)),
    };
  }

  private readonly onFound = (event: CustomEvent<SearchResult>): void => {
    const { e, id, lon, lat } = event.detail;
    const at = lon !== null && lat !== null ? { lon, lat } : undefined;
    if (e !== "person") this.select({ entity: e, id }, "fly", at);
    else if (at) this.map?.flyTo(at.lon, at.lat, zoomFor(3, 0));
  };

  private setLayers(next: LayerState): void {
    this.layerState = next;
    this.map?.setLayer("ownership", next.ground === "owner");
    this.map?.setLayer("risk", next.ground !== "owner");
    this.map?.setRiskMode(next.ground === "base" ? "base" : "live");
    this.map?.setOwnershipLevel(next.level);
    for (const name of SWITCHES) this.map?.setLayer(name, next[name]);
  }

  private readonly openItem = (item: FeedItem): void => {
    this.news.close();
    this.select({ entity: item.entity, id: item.id }, "fly", item);
  };

  private readonly cellName = (cell: number): string => this.store.tree.get(cell)?.name ?? "";

  protected override render(): TemplateResult {
    const { status } = this.numbers;
    const report = this.me && may(this.me, "report_hazard") ? () => this.startReport() : null;
    return html`<a class="skip-link" href="#map">${t("app.skip")}</a>
      <div class="shell ${this.sheetOpen ? "has-panel" : ""} ${this.shut ? "is-shut" : ""}"
        @found=${this.onFound} @logout=${() => void logout(this.api)} @password=${() => {
          this.dialog = "password";
        }}>
        ${header({ city: this.config.city ?? "", me: this.me, status, find: this.services.find, report })}
        ${status ? staleBanner(status) : nothing}
        <main class="stage ${status?.freshness === "stale" ? "is-stale" : ""}">
          <div id="map" class="ground" tabindex="-1"></div>
          ${this.loading()} ${this.overview()} ${this.side()} ${this.controls()}
          <div class="foot">${mapKey()}</div>
          ${callout(this.news.newest, this.cellName, this.openItem, () => this.news.close())}
        </main>
      </div>
      ${this.dialog ? html`<sg-password .api=${this.api} ?must=${this.me?.must_change_password ?? false} @closed=${this.onDialogClosed}></sg-password>` : nothing}`;
  }

  private readonly onDialogClosed = (): void => {
    this.dialog = "";
    if (this.me?.must_change_password) void this.begin();
  };

  private startReport(): void {
    this.select(null, "stay");
    this.reporting = true;
    this.panelStop = "full";
  }

  private loading(): TemplateResult | typeof nothing {
    if (this.failed) {
      return html`<div class="cover" role="alert"><div class="cover-card">${icon("warn", "2rem")}<h2>${t("error.page")}</h2>
        <p>${t("error.page_body")}</p><button class="btn btn-main" type="button" @click=${() => void this.begin()}>${t("act.retry")}</button></div></div>`;
    }
    if (this.numbers.legend) return nothing;
    return html`<p class="loading" role="status">${icon("wait", "1.125rem", "spin")}${t("error.loading")}</p>`;
  }

  private scopeText(): string {
    const { sight } = this.numbers;
    if (!sight) return t("overview.scope_held");
    return t(sight.whole ? "overview.scope_city" : "overview.scope_cells", { n: sight.n });
  }

  private overview(): TemplateResult | typeof nothing {
    const { legend } = this.numbers;
    const mode = this.layerState.ground === "base" ? "base" : "live";
    return html`<aside class="side side-left sheet-${this.stop}" aria-label=${t("overview.title")}>
      ${grip(this.stop, (stop) => {
        this.stop = stop;
      })}
      <button class="btn btn-icon side-fold" type="button" aria-expanded=${!this.shut}
        aria-label=${t(this.shut ? "act.expand" : "act.collapse")} @click=${() => {
          this.shut = !this.shut;
        }}>${icon(this.shut ? "right" : "left")}</button>
      <div class="side-body scroll" tabindex="0" role="region" aria-label=${t("overview.title")}>
        ${
          legend
            ? html`${this.hasNothing() ? html`<p class="notice">${icon("info", "1.125rem")}<span>${t(this.me?.duties.length ? "overview.empty" : "overview.no_scope")}</span></p>` : nothing}
              ${pointsBlock(legend, mode, this.scopeText())} ${hazardsBlock(legend)}
              ${this.numbers.sight ? topBlock(this.numbers.top, (id) => this.select({ entity: "cell", id }, "fly")) : nothing}
              ${layers(this.layerState, (next) => this.setLayers(next))}`
            : html`<div class="panel-skeleton">${[1, 2, 3, 4, 5].map(() => html`<i class="skeleton"></i>`)}</div>`
        }
      </div>
      ${
        this.me && may(this.me, "report_hazard")
          ? html`<button class="btn btn-main sheet-report" type="button" @click=${() => this.startReport()}>
              ${icon("camera", "1.25rem")}${t("app.report_here")}</button>`
          : nothing
      }
    </aside>`;
  }

  private hasNothing(): boolean {
    const { legend } = this.numbers;
    if (!legend) return false;
    const points = Object.values(legend.live).reduce((a, b) => a + b, 0);
    const units = Object.values(legend.units).reduce((a, b) => a + b, 0);
    return points + units + legend.hazards.open === 0;
  }

  private side(): TemplateResult | typeof nothing {
    if (!this.me) return nothing;
    if (this.reporting) {
      return html`<aside class="side side-right side-panel sheet-${this.panelStop}">${this.panelGrip()}
        <article class="panel"><header class="panel-bar"><span class="panel-kind">${t("report.title")}</span><span class="grow"></span>
          <button class="btn btn-icon" type="button" aria-label=${t("act.close")} @click=${() => this.endReport()}>${icon("close")}</button></header>
        <div class="panel-body scroll"><sg-report .context=${this.context(this.me)}></sg-report></div></article></aside>`;
    }
    if (this.selection) {
      return html`<aside class="side side-right side-panel sheet-${this.panelStop}">${this.panelGrip()}
        <sg-panel .selection=${this.selection} .context=${this.context(this.me)} @located=${this.onLocated}></sg-panel></aside>`;
    }
    return html`<aside class="side side-right side-feed" aria-label=${t("feed.title")}><div class="side-body scroll" tabindex="0" role="region" aria-label=${t("feed.title")}>
      ${feed(this.news.items, Date.now(), this.cellName, this.openItem)}</div></aside>`;
  }

  private panelGrip(): TemplateResult {
    return grip(this.panelStop, (stop) => {
      this.panelStop = stop;
    });
  }

  private endReport(): void {
    this.reporting = false;
    this.map?.mark(null);
    this.map?.pick(false);
  }

  /** A linked thing that this screen does not hold tells its place when its panel has read it. */
  private readonly onLocated = (event: CustomEvent<{ lon: number; lat: number }>): void => {
    const { selection, link } = this;
    if (!selection || link.view || selection.id !== link.selection?.id || this.placeOf(selection)) return;
    this.linked = this.map ? null : event.detail;
    this.map?.flyTo(event.detail.lon, event.detail.lat, this.zoom(selection));
  };

  private controls(): TemplateResult {
    const button = (
      name: "plus" | "minus" | "home",
      label: string,
      act: () => void,
    ) => html`<button class="btn btn-icon"
      type="button" aria-label=${label} title=${label} @click=${act}>${icon(name)}</button>`;
    return html`<div class="controls" role="group" aria-label=${t("app.map")}>
      ${button("plus", t("app.zoom_in"), () => this.map?.zoomBy(1))}
      ${button("minus", t("app.zoom_out"), () => this.map?.zoomBy(-1))}
      ${button("home", t("app.home"), () => this.map?.fitHome())}
    </div>`;
  }
}
