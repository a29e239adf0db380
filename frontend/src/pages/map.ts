import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "./start.ts";
import "../style/map.css";
import "../style/notices.css";
import "../style/panel.css";
import "../style/work.css";
import "../style/past.css";
import "../style/figures.css";
import "../style/layers.css";
import "../style/phone.css";
import { t } from "../i18n/index.ts";
import type { Padding, Selection } from "../map/index.ts";
import { ApiError } from "../net/api.ts";
import { STALE_MS } from "../net/clock.ts";
import { Live } from "../net/live.ts";
import type { Me, SearchResult } from "../net/wire.ts";
import { Store } from "../state/store.ts";
import { mapControls } from "../ui/controls.ts";
import { pageFailed, pageLoading } from "../ui/cover.ts";
import { extraKey } from "../ui/extra.ts";
import { callout, feed } from "../ui/feed.ts";
import type { FeedItem } from "../ui/feed-items.ts";
import type { Services } from "../ui/form/services.ts";
import { header } from "../ui/header.ts";
import { icon } from "../ui/icons.ts";
import { FIRST_LAYERS, type LayerState, mapKey } from "../ui/layers.ts";
import { staleBanner } from "../ui/live.ts";
import { News } from "../ui/news.ts";
import { overviewSide } from "../ui/overview-side.ts";
import { may, type PanelContext } from "../ui/panel/context.ts";
import "../ui/panel/panel.ts";
import "../ui/desk/notices.ts";
import "../ui/password.ts";
import "../ui/report.ts";
import { grip, type Stop } from "../ui/sheet.ts";
import { View } from "../ui/view.ts";
import { Extras } from "./extras.ts";
import { Guide } from "./guide.ts";
import { padding } from "./map-geometry.ts";
import { type MapPageConfig, Numbers } from "./map-model.ts";
import { entitle, goToLogin, loggedInApi, logout, pageConfig } from "./start.ts";
import { TilePass } from "./tile-pass.ts";
import { Work } from "./work.ts";

/** The one map: what is where, how dangerous, who answers, what is being done; live. */
@customElement("sg-map-page")
export class MapPage extends View {
  private readonly config = pageConfig<MapPageConfig>();
  private readonly api = loggedInApi();
  private readonly store = new Store();
  private readonly pass = new TilePass();
  private readonly numbers = new Numbers(this.store, () => this.requestUpdate());
  private readonly news = new News(() => this.requestUpdate());
  private readonly guide = new Guide(
    this.store,
    this.config,
    () => this.onSelected(),
    () => this.work.moved(),
  );
  private readonly work = new Work({
    api: this.api,
    store: this.store,
    map: () => this.guide.map,
    selection: () => this.guide.selection,
    select: (selection, at) => this.select(selection, "fly", at),
    changed: () => this.requestUpdate(),
  });
  private readonly extras = new Extras(
    this.api,
    () => this.guide.map,
    () => this.requestUpdate(),
  );
  private readonly live = new Live({
    loadSnapshot: (signal) =>
      this.pass.begin(
        signal,
        () => this.api.snapshot(signal),
        () => this.guide.map,
      ),
    sink: this.store,
    onStatus: (status) => {
      this.numbers.status = status;
      this.requestUpdate();
    },
    onEnded: goToLogin,
  });
  @state() private me: Me | null = null;
  @state() private failed = false;
  @state() private layers: LayerState = FIRST_LAYERS;
  @state() private shut = false;
  @state() private stop: Stop = "peek";
  @state() private panelStop: Stop = "half";
  @state() private changingPassword = false;
  @state() private reporting = false;
  private listWas = "";
  @query("#map") private readonly ground!: HTMLElement;

  protected override firstUpdated(): void {
    this.api.onOps = (ops) => this.store.apply(ops);
    this.store.subscribe((change) => {
      this.news.take(change, Date.now());
      this.work.take(change);
      this.extras.take(change);
      if (!change.reset) return this.numbers.soon();
      this.numbers.compute();
      void this.guide.draw(this.ground, this.padding()).then(() => {
        this.work.drawn();
        this.extras.show();
      });
    });
    window.addEventListener("keydown", this.onKey);
    window.addEventListener("resize", () => this.guide.map?.setPadding(this.padding()));
    entitle("app.map");
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.failed = false;
    try {
      this.me = await this.api.me();
      // Nothing else is served before a one-time password is replaced.
      if (this.me.must_change_password) this.changingPassword = true;
      else {
        this.live.start();
        this.work.start();
      }
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = failure.status !== 401;
    }
  }

  protected override updated(changed: PropertyValues): void {
    const list = `${this.work.listOpen}${this.work.tall}${this.work.tools.pastOpen}`;
    const moved = list !== this.listWas;
    this.listWas = list;
    if (moved || ["shut", "stop", "panelStop", "reporting"].some((name) => changed.has(name))) {
      this.guide.map?.setPadding(this.padding());
    }
  }

  private get panelOpen(): boolean {
    return this.guide.selection !== null || this.reporting;
  }

  private padding(): Padding {
    const stop = this.panelOpen ? this.panelStop : this.stop;
    return padding(window.innerWidth, window.innerHeight, {
      ...{ left: !this.shut, right: true, stop },
      list: this.work.listOpen ? (this.work.tall ? "tall" : "low") : "none",
      past: this.work.tools.pastOpen,
    });
  }

  private onSelected(): void {
    this.reporting = false;
    if (this.guide.selection) this.panelStop = "half";
    this.requestUpdate();
  }

  private select(selection: Selection | null, how: "fly" | "stay", at?: { lon: number; lat: number }): void {
    this.guide.select(selection, how, at);
    this.onSelected();
  }

  private readonly services: Services = {
    find: (q, signal) => this.api.search(q, signal),
    upload: (file, name) => this.api.upload(file, name),
    pickPlace: (done) => {
      this.panelStop = "peek";
      this.guide.pick((place) => {
        this.panelStop = "half";
        done(place);
      });
    },
  };

  private context(me: Me): PanelContext {
    return {
      api: this.api,
      store: this.store,
      services: this.services,
      me,
      select: (selection) => this.select(selection, "fly"),
      flyTo: (lon, lat) => this.guide.flyTo(lon, lat),
    };
  }

  private readonly onFound = (event: CustomEvent<SearchResult>): void => {
    const { e, id, lon, lat } = event.detail;
    const at = lon !== null && lat !== null ? { lon, lat } : undefined;
    if (e === "place") this.guide.show(lon ?? 0, lat ?? 0);
    else if (e !== "person") this.select({ entity: e, id }, "fly", at);
    else if (at) this.guide.flyTo(at.lon, at.lat);
  };

  private readonly openItem = (item: FeedItem): void => {
    this.news.close();
    this.select({ entity: item.entity, id: item.id }, "fly", item);
  };

  private readonly cellName = (cell: number): string => this.store.tree.get(cell)?.name ?? "";

  private readonly startReport = (): void => {
    this.select(null, "stay");
    this.reporting = true;
    this.panelStop = "full";
  };

  private readonly endReport = (): void => {
    this.reporting = false;
    this.guide.endPick();
  };

  /** Escape closes the panel from anywhere that has no use of its own for it. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    if (this.work.escape() || event.target !== document.body || !this.panelOpen) return;
    if (this.reporting) this.endReport();
    else this.select(null, "stay");
  };

  private readonly onPasswordClosed = (): void => {
    this.changingPassword = false;
    if (this.me?.must_change_password) void this.begin();
  };

  protected override render(): TemplateResult {
    const { status } = this.numbers;
    const { city = "" } = this.config;
    const report = this.me && may(this.me, "report_hazard") ? this.startReport : null;
    return html`<a class="skip-link" href="#map">${t("app.skip")}</a>
      <div class="shell ${this.panelOpen ? "has-panel" : ""} ${this.shut ? "is-shut" : ""} ${this.work.listOpen ? "has-list" : ""} ${this.work.tall ? "has-tall-list" : ""} ${this.work.filter.size ? "has-chips" : ""}" @found=${this.onFound}
        @logout=${() => void logout(this.api)} @password=${() => {
          this.changingPassword = true;
        }}>
        ${header({ city, me: this.me, status, find: this.services.find, report, notices: this.notices() })} ${status ? staleBanner(status) : nothing}
        <main class="stage ${status && (status.age ?? 0) > STALE_MS ? "is-stale" : ""}">
          <div id="map" class="ground" tabindex="-1"></div>
          ${this.loading()} ${this.overview(report)} ${this.side()} ${mapControls(() => this.guide.map)}
          <div class="foot">${extraKey(this.extras)}${mapKey()}</div>
          ${this.numbers.legend ? this.work.bar(this.me?.kind === "person") : nothing} ${this.work.panel()} ${this.work.list()} ${this.work.overlays(city)}
          ${callout(this.news.newest, this.cellName, this.openItem, () => this.news.close())}
        </main>
      </div>
      ${this.changingPassword ? this.password() : nothing}`;
  }

  private notices(): TemplateResult | typeof nothing {
    if (this.me?.kind !== "person") return nothing;
    return html`<sg-notices .api=${this.api} .store=${this.store}
      @open-alarm=${(event: CustomEvent<number>) => this.select({ entity: "alarm", id: event.detail }, "fly")}></sg-notices>`;
  }

  private password(): TemplateResult {
    return html`<sg-password .api=${this.api} ?must=${this.me?.must_change_password ?? false}
      @closed=${this.onPasswordClosed}></sg-password>`;
  }

  private loading(): TemplateResult | typeof nothing {
    if (this.failed) return pageFailed(() => void this.begin());
    return this.numbers.legend ? nothing : pageLoading();
  }

  private overview(report: (() => void) | null): TemplateResult {
    const { top, sight } = this.numbers;
    const legend = this.work.result.legend ?? this.numbers.legend;
    const { layers, shut, stop } = this;
    return overviewSide({
      ...{ legend, top, sight, layers, shut, stop, report },
      extra: this.extras,
      filtered: this.work.result.legend !== null,
      hasDuty: (this.me?.duties.length ?? 0) > 0 || this.me?.kind === "kiosk",
      setLayers: (next) => {
        this.layers = next;
        this.guide.setLayers(next);
      },
      setShut: (next) => {
        this.shut = next;
      },
      setStop: (next) => {
        this.stop = next;
      },
      openCell: (id) => this.select({ entity: "cell", id }, "fly"),
    });
  }

  private side(): TemplateResult | typeof nothing {
    if (!this.me) return nothing;
    if (!this.panelOpen) return this.feed();
    return html`<aside class="side side-right side-panel sheet-${this.panelStop}">
      ${grip(this.panelStop, (stop) => {
        this.panelStop = stop;
      })} ${this.panel(this.me)}</aside>`;
  }

  private panel(me: Me): TemplateResult {
    if (!this.reporting) {
      return html`<sg-panel .selection=${this.guide.selection} .context=${this.context(me)}
        @located=${(event: CustomEvent<{ lon: number; lat: number }>) => this.guide.located(event.detail)}></sg-panel>`;
    }
    return html`<article class="panel"><header class="panel-bar"><span class="panel-kind">${t("report.title")}</span><span class="grow"></span>
        <button class="btn btn-icon" type="button" aria-label=${t("act.close")} @click=${this.endReport}>${icon("close")}</button></header>
      <div class="panel-body scroll"><sg-report .context=${this.context(me)} @reported=${this.endReport}></sg-report></div></article>`;
  }

  private feed(): TemplateResult {
    return html`<aside class="side side-right side-feed" aria-label=${t("feed.title")}>
      <div class="side-body scroll" tabindex="0" role="group" aria-label=${t("feed.title")}>
        ${feed(this.news.items, Date.now(), this.cellName, this.openItem)}</div></aside>`;
  }
}
