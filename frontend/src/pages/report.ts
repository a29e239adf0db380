import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "./start.ts";
import "../style/pick.css";
import "../style/report.css";
import { lang, t } from "../i18n/index.ts";
import { distanceWords } from "../map/distance.ts";
import { ReportMap } from "../map/report-map.ts";
import { Api, ApiError } from "../net/api.ts";
import { Draft } from "../public/draft.ts";
import { isNear, NEAR_ZOOM, type Pin } from "../public/form.ts";
import { PhotoSender } from "../public/photo-sender.ts";
import { heading, publishedList } from "../public/published.ts";
import "../public/received.ts";
import "../public/status.ts";
import type { Ground, Published, PublishedHazard, Received } from "../public/wire.ts";
import { sign } from "../ui/brand.ts";
import { icon } from "../ui/icons.ts";
import { languageSwitch } from "../ui/menu.ts";
import { View } from "../ui/view.ts";
import { entitle, pageConfig } from "./start.ts";

type Wind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
type Tab = "new" | "status" | "published";
const TABS: readonly Tab[] = ["new", "status", "published"];
const LOCATE_MS = 15_000;
/** after the map has come to rest */
const PIN_MS = 300;

/** The public's page: point at a danger, follow it, see what is published. No log-in; what is written here belongs to this tab. */
@customElement("sg-report-page")
export class ReportPage extends View {
  private readonly config = pageConfig<{ city?: string; identity_days?: number }>();
  private readonly api = new Api();
  private map: ReportMap | null = null;
  @state() private tab: Tab = "new";
  /** where the map stands */
  @state() private centre: Pin = { lon: 0, lat: 0, zoom: 0 };
  /** what was put under the pin; null until somebody has */
  @state() private pin: Pin | null = null;
  /** somebody wanted to send without a place, or from too far */
  @state() private asked = false;
  @state() private place = "";
  @state() private draft: Draft | null = null;
  private sender: PhotoSender | null = null;
  @state() private code = "";
  @state() private published: Published | null = null;
  @state() private chosen = "";
  @state() private trouble = "";
  private pinning = 0;
  @query(".pick-ground") private readonly ground!: HTMLElement;

  protected override firstUpdated(): void {
    entitle("public.title");
    this.map = new ReportMap(this.ground, {
      moved: (lon, lat, chosen) => {
        if (this.tab !== "new") return; // looked at, not pointed at
        this.centre = { lon, lat, zoom: this.map?.zoom ?? 0 };
        this.pin = chosen ? this.centre : null;
        window.clearTimeout(this.pinning);
        this.pinning = window.setTimeout(() => this.keepPin(), PIN_MS);
      },
      pressed: (id) => this.open(id),
    });
    void this.begin();
  }

  /** Go on where this tab was left: with a draft, or with the code of what was sent. */
  private async begin(): Promise<void> {
    void this.load(); // the form does not wait for the ground
    const draft = await Draft.open();
    const { pin, received } = draft.said;
    if (pin) this.map?.goTo(pin.lon, pin.lat, pin.zoom);
    this.sender = new PhotoSender(draft, () => this.requestUpdate());
    this.draft = draft;
    if (received) void this.sender.go();
  }

  private get received(): Received | null {
    return this.draft?.said.received ?? null;
  }

  private keepPin(): void {
    const said = this.draft?.said;
    if (said && this.pin && !said.unsure && !said.received) void this.draft?.say({ pin: this.pin });
  }

  override disconnectedCallback(): void {
    this.map?.destroy();
    this.sender?.destroy();
    window.clearTimeout(this.pinning);
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    this.trouble = "";
    try {
      const [ground, published] = await Promise.all([
        this.api.get<Ground>("/public/ground"),
        this.api.get<Published>("/public/published"),
      ]);
      this.map?.ground(ground.outlines as unknown as Parameters<ReportMap["ground"]>[0]);
      this.published = published;
      this.mark();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
  }

  private mark(): void {
    const shown = this.tab === "published" ? (this.published?.hazards ?? []) : [];
    this.map?.marks(
      shown.map((one, i) => ({
        n: i + 1,
        id: one.number,
        lon: one.lon,
        lat: one.lat,
        name: heading(one),
        className: one.number === this.chosen ? "is-chosen" : "",
      })),
    );
  }

  protected override render(): TemplateResult {
    const pinning = this.tab === "new" && !this.received;
    return html`<a class="skip-link" href="#report-main">${t("app.skip_main")}</a>
      <div class="report report-at-${this.tab} ${this.received && this.tab === "new" ? "is-received" : ""}">
        <header class="report-head"><div class="report-brand">${sign("2rem")}<div><h1>${t("public.title")}</h1><p class="meta">${this.config.city ?? ""}</p></div></div>
          ${this.tabs()} ${languageSwitch()}
          <p class="report-urgent">${icon("warn", "1.125rem")}<span>${t("public.urgent")}</span></p></header>
        <section class="report-map" aria-label=${t("public.where")}>
          <div class="pick-ground" role="application" tabindex="0" aria-label=${t("public.map")} aria-describedby=${pinning && this.wanted ? "where-bad" : nothing}></div>
          ${pinning ? html`<span class="pick-pin" aria-hidden="true">${icon("pin", "2.5rem")}</span>` : nothing}
          <div class="pick-tools">
            <button class="btn btn-icon" type="button" aria-label=${t("app.zoom_in")} @click=${() => this.map?.zoomBy(1)}>${icon("plus")}</button>
            <button class="btn btn-icon" type="button" aria-label=${t("app.zoom_out")} @click=${() => this.map?.zoomBy(-1)}>${icon("minus")}</button></div>
          ${pinning ? this.whereBar() : nothing}
        </section>
        <main id="report-main" class="report-main scroll" tabindex="-1">
          <div id="report-panel" class="report-panel" role="tabpanel" aria-labelledby="report-tab-${this.tab}"
            @received=${this.onReceived} @follow=${this.onFollow} @another=${this.onAnother} @where=${this.onWhere}>${this.content()}</div>
          <p class="report-foot"><a href="/login">${t("public.login")}</a></p>
        </main>
      </div>`;
  }

  private whereBar(): TemplateResult {
    const { lon, lat, zoom } = this.centre;
    const far = this.pin !== null && zoom < NEAR_ZOOM;
    const hint = far ? t("public.where_far") : t("public.where_hint");
    const where = [this.map?.placeAt(lon, lat) ?? "", this.beside()].filter(Boolean).join(" · ");
    const { wanted } = this;
    return html`<div class="report-where"><div><p role="status"><b>${where}</b>${wanted ? nothing : html`<span>${this.place || hint}</span>`}</p>
      ${wanted ? html`<p id="where-bad" class="field-error report-where-bad" role="alert">${t(far ? "public.where_far" : "public.where_none")}</p>` : nothing}</div>
      <button class="btn btn-main" type="button" @click=${this.onLocate}>${icon("locate", "1.125rem")}<span>${t("public.locate")}</span></button></div>`;
  }

  private get wanted(): boolean {
    return this.asked && !isNear(this.pin);
  }

  /** Far in there is nothing but the pin on this ground: the nearest name says where it stands. */
  private beside(): string {
    const { lon, lat, zoom } = this.centre;
    const near = zoom < NEAR_ZOOM ? null : this.map?.beside(lon, lat);
    if (!near) return "";
    const wind = t(`public.wind_${near.wind as Wind}`);
    return t("public.beside", { name: near.name, wind, away: distanceWords(near.metres) });
  }

  private tabs(): TemplateResult {
    const onKey = (event: KeyboardEvent): void => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (!step) return;
      const next = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length] as Tab;
      this.show(next);
      void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#report-tab-${next}`)?.focus());
    };
    return html`<div class="tabs report-tabs" role="tablist" aria-label=${t("public.tabs")} @keydown=${onKey}>${TABS.map(
      (
        tab,
      ) => html`<button id="report-tab-${tab}" role="tab" type="button" aria-controls="report-panel" aria-selected=${tab === this.tab}
        tabindex=${tab === this.tab ? 0 : -1} @click=${() => this.show(tab)}>${t(`public.tab_${tab}`)}</button>`,
    )}</div>`;
  }

  private content(): TemplateResult | typeof nothing {
    switch (this.tab) {
      case "new":
        if (!this.draft) return nothing;
        return this.received
          ? html`<sg-report-received .received=${this.received} .sender=${this.sender} left=${this.photosLeft()}></sg-report-received>`
          : html`<sg-report-form .draft=${this.draft} .api=${this.api} .pin=${this.pin} days=${this.config.identity_days ?? 0}></sg-report-form>`;
      case "status":
        return html`<sg-report-status .api=${this.api} code=${this.code}></sg-report-status>`;
      case "published":
        if (this.trouble) {
          return html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.trouble}</span></p>
            <button class="btn" type="button" @click=${() => void this.load()}>${t("act.retry")}</button>`;
        }
        return this.published ? publishedList(this.published, this.chosen, this.choose) : nothing;
    }
  }

  private show(tab: Tab): void {
    const back = tab === "new" && this.tab !== "new";
    this.tab = tab;
    this.mark();
    if (back && this.pin) this.map?.goTo(this.pin.lon, this.pin.lat, this.pin.zoom);
    else if (back) this.map?.unchoose();
    if (tab === "published" && !this.chosen) this.map?.home();
  }

  private open(number: string): void {
    const found = this.published?.hazards.find((one) => one.number === number);
    if (found) this.choose(found);
    this.querySelector(`[data-number="${CSS.escape(number)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  private readonly choose = (hazard: PublishedHazard): void => {
    this.chosen = hazard.number;
    this.map?.goTo(hazard.lon, hazard.lat, 13);
    this.mark();
  };

  private readonly onLocate = (): void => {
    if (!("geolocation" in navigator)) {
      this.place = t("public.locate_failed");
      return;
    }
    this.place = t("public.locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.map?.goTo(coords.longitude, coords.latitude);
        this.place = t("public.located", { metres: Math.max(1, Math.round(coords.accuracy)) });
      },
      ({ code, PERMISSION_DENIED }) => {
        this.place = t(code === PERMISSION_DENIED ? "public.locate_denied" : "public.locate_failed");
      },
      { enableHighAccuracy: true, timeout: LOCATE_MS, maximumAge: 30_000 },
    );
  };

  /** The form wants a place: here, on top of a phone's page, and the keys move the map at once. */
  private readonly onWhere = (): void => {
    this.asked = true;
    this.ground.scrollIntoView({ block: "center" });
    this.ground.focus({ preventScroll: true });
  };

  /** Changes whenever a photo was sent or stopped, so that the part that shows it is drawn anew. */
  private photosLeft(): number {
    const { sender } = this;
    return sender ? sender.left * 4 + (sender.busy ? 2 : 0) + (sender.trouble ? 1 : 0) : 0;
  }

  private readonly onReceived = (): void => {
    this.requestUpdate();
    void this.sender?.go();
  };

  private readonly onFollow = (event: CustomEvent<string>): void => {
    this.code = event.detail;
    this.show("status");
  };

  private readonly onAnother = async (): Promise<void> => {
    this.sender?.destroy();
    await this.draft?.clear();
    if (this.draft) this.sender = new PhotoSender(this.draft, () => this.requestUpdate());
    this.place = "";
    this.asked = false;
    this.map?.unchoose();
    this.requestUpdate();
  };
}
