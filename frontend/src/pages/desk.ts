import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "./start.ts";
import "../style/map.css";
import "../style/notices.css";
import "../style/panel.css";
import "../style/people.css";
import "../style/desk.css";
import { t } from "../i18n/index.ts";
import type { Selection } from "../map/index.ts";
import { ApiError } from "../net/api.ts";
import { STALE_MS } from "../net/clock.ts";
import { Live, type LiveStatus } from "../net/live.ts";
import type { AlarmDrawn, Me, SearchResult } from "../net/wire.ts";
import { Store } from "../state/store.ts";
import { mapControls } from "../ui/controls.ts";
import { pageFailed, pageLoading } from "../ui/cover.ts";
import "../ui/desk/card.ts";
import { type DeskContext, RINGS } from "../ui/desk/context.ts";
import "../ui/desk/handover.ts";
import "../ui/desk/inbox.ts";
import { deskHeader, ringingBanner } from "../ui/desk/header.ts";
import { nothingChosen, type QueueContext, queueHead, queueView } from "../ui/desk/queue.ts";
import { firstOf, type Minutes, NATIONAL_MINUTES } from "../ui/desk/queue-model.ts";
import "../ui/desk/raise.ts";
import "../ui/desk/roster.ts";
import "../ui/desk/settled.ts";
import "../ui/desk/silent.ts";
import { type DeskTab, deskTabs } from "../ui/desk/tabs.ts";
import "../ui/desk/walls.ts";
import { Watch } from "../ui/desk/watch.ts";
import type { Services } from "../ui/form/services.ts";
import { icon } from "../ui/icons.ts";
import { staleBanner } from "../ui/live.ts";
import { may } from "../ui/panel/context.ts";
import "../ui/panel/panel.ts";
import "../ui/password.ts";
import "../ui/search.ts";
import { View } from "../ui/view.ts";
import { Guide } from "./guide.ts";
import type { MapPageConfig } from "./map-model.ts";
import { goToLogin, loggedInApi, logout, pageConfig } from "./start.ts";
import { TilePass } from "./tile-pass.ts";

interface DeskConfig extends MapPageConfig {
  minutes?: Minutes;
}

const NO_PADDING = { top: 12, right: 12, bottom: 24, left: 12 };

/** The duty desk: what rings, where it is, and the next step. */
@customElement("sg-desk-page")
export class DeskPage extends View {
  private readonly config = pageConfig<DeskConfig>();
  private readonly api = loggedInApi();
  private readonly store = new Store();
  private readonly pass = new TilePass();
  private readonly guide = new Guide(this.store, this.config, () => this.onSelected());
  private readonly watch = new Watch(() => this.requestUpdate());
  private readonly live = new Live({
    loadSnapshot: (signal) =>
      this.pass.begin(
        signal,
        () => this.api.snapshot(signal),
        () => this.guide.map,
      ),
    sink: this.store,
    onStatus: (status) => {
      this.status = status;
    },
    onEnded: goToLogin,
  });
  @state() private me: Me | null = null;
  @state() private failed = false;
  @state() private status: LiveStatus | null = null;
  @state() private tab: DeskTab = "card";
  @state() private raising = false;
  /** a place is being picked on the map: a phone makes room for it */
  @state() private picking = false;
  @state() private changingPassword = false;
  @query("#map") private readonly ground!: HTMLElement;

  protected override firstUpdated(): void {
    this.api.onOps = (ops) => this.store.apply(ops);
    this.store.subscribe((change) => {
      this.onQueue();
      if (change.reset) void this.begun();
    });
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.failed = false;
    try {
      this.me = await this.api.me();
      if (this.me.must_change_password) this.changingPassword = true;
      else if (may(this.me, "handle_alarm")) this.live.start();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = failure.status !== 401;
    }
  }

  private async begun(): Promise<void> {
    await this.guide.draw(this.ground, NO_PADDING);
    this.drawRings();
  }

  private onQueue(): void {
    // A desk that looks at nothing looks at what begins to ring; one that works on something is not disturbed.
    if (this.watch.take(this.store.all("alarm")) && !this.guide.selection && !this.raising) this.openFirst();
    this.requestUpdate();
  }

  private openFirst(): void {
    const first = firstOf(this.watch.queue);
    if (first) this.openAlarm(first);
  }

  private readonly openAlarm = (alarm: Pick<AlarmDrawn, "id"> & Partial<AlarmDrawn>): void => {
    this.raising = false;
    this.tab = "card";
    const { lon, lat } = alarm;
    const at = lon !== undefined && lat !== undefined ? { lon, lat } : undefined;
    this.select({ entity: "alarm", id: alarm.id }, "fly", at);
  };

  private select(selection: Selection | null, how: "fly" | "stay", at?: { lon: number; lat: number }): void {
    this.guide.select(selection, how, at);
    this.onSelected();
  }

  private onSelected(): void {
    if (this.guide.selection) this.raising = false;
    this.guide.map?.mark(null); // what was shown before
    this.tab = "card";
    this.drawRings();
    this.requestUpdate();
  }

  private get alarm(): number {
    const { selection } = this.guide;
    return selection?.entity === "alarm" ? selection.id : 0;
  }

  /** Around the chosen alarm; a card that is open may know its place when the screen no longer holds it. */
  private drawRings(at?: { lon: number; lat: number }): void {
    const place = this.alarm ? (at ?? this.store.get("alarm", this.alarm)) : null;
    if (place) this.guide.map?.rings(place, RINGS);
    else if (!this.alarm) this.guide.map?.rings(null);
  }

  private readonly services: Services = {
    find: (q, signal) => this.api.search(q, signal),
    upload: (file, name) => this.api.upload(file, name),
    pickPlace: (done) => {
      this.picking = true;
      this.guide.pick((place) => {
        this.picking = false;
        done(place);
      });
    },
  };

  private context(me: Me): DeskContext {
    return {
      api: this.api,
      store: this.store,
      services: this.services,
      me,
      minutes: this.config.minutes ?? NATIONAL_MINUTES,
      now: () => this.now,
      select: (selection) => this.select(selection, "fly"),
      flyTo: (lon, lat) => this.guide.flyTo(lon, lat),
      show: (lon, lat) => this.guide.show(lon, lat),
      rings: (place, metres = RINGS) => this.guide.map?.rings(place, metres),
    };
  }

  private get panelOpen(): boolean {
    return this.guide.selection !== null || this.raising || this.tab !== "card";
  }

  private get now(): number {
    return this.status?.serverNow.getTime() ?? Date.now();
  }

  protected override render(): TemplateResult {
    const { me, status } = this;
    const stale = status && (status.age ?? 0) > STALE_MS;
    return html`<a class="skip-link" href="#queue">${t("app.skip_queue")}</a>
      <div class="shell desk ${this.panelOpen ? "has-panel" : ""} ${this.picking ? "is-picking" : ""}" @found=${this.onFound}
        @open-alarm=${(event: CustomEvent<number>) => this.openAlarm({ id: event.detail })}
        @logout=${() => void logout(this.api)} @password=${() => {
          this.changingPassword = true;
        }}>
        ${deskHeader({ city: this.config.city ?? "", me, status, bell: this.watch.bell, api: this.api, store: this.store })}
        <div>${status ? staleBanner(status) : nothing}${ringingBanner(this.watch.bell, this.watch.queue.ringing.length)}</div>
        ${me && !may(me, "handle_alarm") ? this.noRight() : this.stage(stale === true)}
      </div>
      ${this.changingPassword ? this.password() : nothing}`;
  }

  private noRight(): TemplateResult {
    return html`<main class="desk-stage"><p class="empty">${icon("lock", "2rem")}<span>${t("desk.no_right")}</span></p></main>`;
  }

  private stage(stale: boolean): TemplateResult {
    return html`<main class="desk-stage stage ${stale ? "is-stale" : ""}">
      <section id="queue" class="desk-queue" tabindex="-1" aria-labelledby="queue-title">${this.queuePart()}</section>
      <div class="desk-map"><div id="map" class="ground" tabindex="-1"></div>
        <sg-search .find=${this.services.find}></sg-search>${mapControls(() => this.guide.map)}</div>
      <aside class="desk-side">${this.me ? this.side(this.me) : nothing}</aside>
      ${this.loading()}</main>`;
  }

  private queuePart(): TemplateResult {
    const { me, raising } = this;
    const context: QueueContext = {
      now: this.now,
      minutes: this.config.minutes ?? NATIONAL_MINUTES,
      selected: this.alarm || null,
      cellName: (cell) => this.store.tree.get(cell)?.name ?? "",
      unitName: (unit) => this.store.get("unit", unit)?.name ?? "",
      open: this.openAlarm,
    };
    return html`${queueHead(raising, this.startRaise)}
      <div class="desk-queue-body scroll" tabindex="0" role="group" aria-label=${t("desk.queue")}>
        ${this.store.snapshot ? queueView(this.watch.queue, context) : nothing}
        ${
          me
            ? html`<sg-settled-alarms .context=${this.context(me)} .open=${this.openAlarm}></sg-settled-alarms>
          <sg-silent-sensors .context=${this.context(me)}></sg-silent-sensors>`
            : nothing
        }</div>`;
  }

  private readonly startRaise = (): void => {
    this.select(null, "stay");
    this.raising = true;
  };

  /** On a phone the list of alarms and what is open take turns. */
  private readonly backToQueue = (): void => {
    this.raising = false;
    this.guide.endPick();
    this.select(null, "stay");
  };

  private side(me: Me): TemplateResult {
    const context = this.context(me);
    // A phone shows either the list, whose heading is the page's, or this side.
    return html`<h1 class="desk-side-title visually-hidden">${t("desk.queue")}</h1><button class="btn btn-plain desk-back" type="button" @click=${this.backToQueue}>${icon("back", "1.125rem")}${t("desk.back")}</button>
      ${deskTabs(this.tab, (tab) => {
        this.tab = tab;
      })}
      <div id="desk-panel" class="desk-panel" role="tabpanel" aria-labelledby="desk-tab-${this.tab}">${this.content(context)}</div>`;
  }

  private content(context: DeskContext): TemplateResult {
    switch (this.tab) {
      case "roster":
        return html`<sg-roster .context=${context}></sg-roster>`;
      case "inbox":
        return html`<sg-inbox .context=${context}></sg-inbox>`;
      case "handover":
        return html`<sg-handover .context=${context}></sg-handover>`;
      case "walls":
        return html`<sg-walls .context=${context} alarm=${this.alarm} .place=${() => this.guide.map?.view() ?? null}></sg-walls>`;
      case "card":
        return this.card(context);
    }
  }

  private card(context: DeskContext): TemplateResult {
    const { selection } = this.guide;
    if (this.raising) return html`<sg-raise .context=${context} @raised=${this.onRaised}></sg-raise>`;
    if (!selection) return nothingChosen(this.watch.queue);
    const located = (event: CustomEvent<{ lon: number; lat: number }>): void => {
      this.guide.located(event.detail);
      this.drawRings(event.detail);
    };
    if (selection.entity === "alarm") {
      return html`<sg-alarm-card alarm=${selection.id} .context=${context} .now=${this.now} @located=${located}></sg-alarm-card>`;
    }
    return html`<sg-panel .selection=${selection} .context=${context} @located=${located}></sg-panel>`;
  }

  private readonly onRaised = (event: CustomEvent<number>): void => {
    this.guide.endPick();
    this.raising = false;
    this.openAlarm({ id: event.detail });
  };

  private readonly onFound = (event: CustomEvent<SearchResult>): void => {
    const { e, id, lon, lat } = event.detail;
    const at = lon !== null && lat !== null ? { lon, lat } : undefined;
    // While an alarm is being registered, what is found only moves the map.
    if (this.raising || e === "person" || e === "place") {
      if (at) this.guide.flyTo(at.lon, at.lat);
    } else this.select({ entity: e, id }, "fly", at);
  };

  private loading(): TemplateResult | typeof nothing {
    if (this.failed) return pageFailed(() => void this.begin());
    return this.store.snapshot || !this.me ? nothing : pageLoading();
  }

  private password(): TemplateResult {
    return html`<sg-password .api=${this.api} ?must=${this.me?.must_change_password ?? false} @closed=${() => {
      this.changingPassword = false;
      if (this.me?.must_change_password) void this.begin();
    }}></sg-password>`;
  }
}
