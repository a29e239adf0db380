import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import "./start.ts";
import "../style/map.css";
import "../style/panel.css";
import "../style/people.css";
import "../style/notices.css";
import "../style/pick.css";
import "../style/enterprise.css";
import { t } from "../i18n/index.ts";
import { ApiError } from "../net/api.ts";
import type { LiveStatus } from "../net/live.ts";
import type { Me } from "../net/wire.ts";
import { brand } from "../ui/brand.ts";
import "../ui/desk/notices.ts";
import "../ui/enterprise/check.ts";
import "../ui/enterprise/dossier.ts";
import "../ui/enterprise/hazards.ts";
import "../ui/enterprise/home.ts";
import "../ui/enterprise/points.ts";
import { sectionNav, sectionsOf } from "../ui/enterprise/nav.ts";
import { UnitApi } from "../ui/enterprise/unit-api.ts";
import "../ui/enterprise/place.ts";
import type { Picking } from "../ui/enterprise/place.ts";
import "../ui/enterprise/records.ts";
import type { Enterprise, EnterpriseContext, OwnUnit, Section } from "../ui/enterprise/types.ts";
import "../ui/enterprise/unsent-list.ts";
import { Unsent } from "../ui/enterprise/unsent.ts";
import "../ui/enterprise/users.ts";
import type { Place, Services } from "../ui/form/services.ts";
import { icon } from "../ui/icons.ts";
import { levelWord } from "../ui/level.ts";
import { liveIndicator } from "../ui/live.ts";
import "../ui/menu.ts";
import { languageSwitch } from "../ui/menu.ts";
import "../ui/password.ts";
import { View } from "../ui/view.ts";
import { EnterpriseLive } from "./enterprise-live.ts";
import { entitle, loggedInApi, logout, pageConfig } from "./start.ts";

/** A unit's own page: self-check, self-report, self-rectification, and the books that go with them. */
@customElement("sg-enterprise-page")
export class EnterprisePage extends View {
  private readonly config = pageConfig<{ city?: string }>();
  private readonly api = loggedInApi(new UnitApi());
  @state() private me: Me | null = null;
  @state() private units: readonly OwnUnit[] | null = null;
  @state() private unit: Enterprise | null = null;
  @state() private section: Section = "home";
  private reopened = 0;
  @state() private what = "";
  @state() private more = false;
  @state() private failed = false;
  @state() private password = false;
  @state() private status: LiveStatus | null = null;
  @state() private news = 0;
  @state() private offline = !navigator.onLine;
  @state() private picking: (Picking & { done: (place: Place | null) => void }) | null = null;
  private unsent: Unsent | null = null;
  private readonly live = new EnterpriseLive(
    this.api,
    () => this.unit?.id ?? 0,
    () => void this.renew(),
    (status) => {
      if (status.freshness === "live" && this.status?.freshness !== "live") void this.unsent?.now();
      this.status = status;
    },
  );

  protected override firstUpdated(): void {
    entitle("app.enterprise");
    window.addEventListener("popstate", this.fromAddress);
    window.addEventListener("online", this.onLine);
    window.addEventListener("offline", this.onLine);
    this.api.onOps = (ops) => this.live.store.apply(ops);
    void this.begin();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("popstate", this.fromAddress);
    window.removeEventListener("online", this.onLine);
    window.removeEventListener("offline", this.onLine);
    this.live.stop();
    this.unsent?.stop();
    super.disconnectedCallback();
  }

  private async begin(): Promise<void> {
    this.failed = false;
    try {
      this.me = await this.api.me();
      this.password = this.me.must_change_password;
      if (this.password) return;
      this.units = (await this.api.get<{ units: OwnUnit[] }>("/enterprise")).units;
      const wanted = Number(new URLSearchParams(location.search).get("unit"));
      const first = this.units.find((one) => one.id === wanted) ?? this.units[0];
      if (this.me.id !== null)
        this.unsent ??= await Unsent.open(this.me.id, this.api, (taken) => this.onSent(taken));
      this.api.photosFirst = async (body) => this.unsent?.photosOf(body);
      if (first) {
        await this.open(first.id);
        this.live.start();
      }
      void this.unsent?.now();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = failure.status !== 401;
    }
  }

  private async open(id: number): Promise<void> {
    this.unit = await this.api.get<Enterprise>(`/enterprise/${id}`);
    this.fromAddress();
  }

  private readonly fromAddress = (): void => {
    const asked = new URLSearchParams(location.search);
    const there = this.unit ? sectionsOf(this.unit) : [];
    this.section = there.find((one) => one === asked.get("at")) ?? "home";
    this.what = asked.get("open") ?? "";
    this.more = false;
  };

  private readonly go = (section: Section, what = ""): void => {
    const to = new URLSearchParams({
      unit: String(this.unit?.id ?? ""),
      at: section,
      ...(what ? { open: what } : {}),
    });
    history.pushState(null, "", `?${to}`);
    this.fromAddress();
    window.scrollTo({ top: 0 });
  };

  private readonly onLine = (): void => {
    this.offline = !navigator.onLine;
    if (!this.offline) void this.unsent?.now();
  };

  /** To a form that was given something: it reads its draft anew. */
  private readonly reopen = (section: Section, what = ""): void => {
    this.reopened += 1;
    this.go(section, what);
  };

  /** What was kept has gone out, or something is kept. */
  private onSent(taken: number): void {
    this.requestUpdate();
    if (taken) void this.renew();
  }

  private context(me: Me, unit: Enterprise): EnterpriseContext {
    const { api, unsent, news } = this;
    const services = this.services();
    return {
      api,
      me,
      unit,
      services,
      placeServices: (metres, points = []) => ({ ...services, pickPlace: this.picker(unit, metres, points) }),
      store: this.live.store,
      news,
      deliver: (parcel) =>
        unsent ? unsent.send(parcel) : api.post(parcel.path, parcel.fields, { key: parcel.key }),
      reload: () => this.again(unit.id),
      go: this.go,
    };
  }

  private services(): Services {
    const { api, unsent } = this;
    return {
      find: (q, signal) => api.search(q, signal),
      upload: (file, name) => unsent?.upload(file) ?? api.upload(file, name),
      pickPlace: null,
      ...(unsent ? { shown: (photo) => unsent.shown(photo) } : {}),
    };
  }

  private picker(
    { name, lon, lat }: Enterprise,
    metres: number,
    points: Picking["points"],
  ): NonNullable<Services["pickPlace"]> {
    const place = lon !== null && lat !== null ? { lon, lat } : null;
    return (done, from) => {
      const start = from ?? place ?? { lon: 113.85, lat: 34.03 };
      this.picking = { unit: { name, place }, from: start, metres, points, done };
    };
  }

  private async reload(id: number): Promise<void> {
    this.unit = await this.api.get<Enterprise>(`/enterprise/${id}`);
  }

  /** After something was done, and done it is: what is shown stays if it cannot be read now, until the next news. */
  private async again(id: number): Promise<void> {
    try {
      await this.reload(id);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status === 404) await this.left();
      else console.warn("the unit was not read again", failure.code);
    }
  }

  /** Something happened to the unit: what is shown is read again, what somebody is typing stays. */
  private async renew(): Promise<void> {
    const id = this.unit?.id;
    if (id === undefined) return;
    try {
      await this.reload(id);
      this.news += 1;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status === 404) await this.left();
    }
  }

  /** The unit was closed, or the duty at it ended. */
  private async left(): Promise<void> {
    this.unit = null;
    await this.begin();
  }

  protected override render(): TemplateResult {
    const { me, unit } = this;
    return html`<a class="skip-link" href="#main">${t("app.skip_main")}</a>
      <header class="bar-top" @logout=${() => void logout(this.api)} @password=${() => {
        this.password = true;
      }}>
        ${brand(this.config.city ?? "")}
        <nav class="page-nav" aria-label=${t("app.name")}><a href="/map">${t("app.map")}</a><a href="/enterprise" aria-current="page">${t("app.enterprise")}</a></nav>
        <div class="bar-end">${this.status && unit ? liveIndicator(this.status) : nothing}
          ${me && unit ? html`<sg-notices .api=${this.api} .store=${this.live.store}></sg-notices>` : nothing}${languageSwitch()}<sg-user-menu .me=${me}></sg-user-menu></div>
      </header>
      <div class="ent">${unit ? this.nav(unit) : nothing}
        <main id="main" class="ent-main" tabindex="-1">${me && unit ? this.body(me, unit) : this.waiting()}</main></div>
      ${this.password ? this.passwordDialog() : nothing}${this.picking ? this.pickDialog(this.picking) : nothing}`;
  }

  private nav(unit: Enterprise): TemplateResult {
    return sectionNav(
      unit,
      this.section,
      this.more,
      (section) => this.go(section),
      () => {
        this.more = !this.more;
      },
    );
  }

  private waiting(): TemplateResult {
    if (this.failed)
      return html`<div class="empty" role="alert">${icon("warn", "2rem")}<p>${t("error.network")}</p>
      <button class="btn btn-main" type="button" @click=${() => void this.begin()}>${t("act.retry")}</button></div>`;
    if (this.units?.length === 0)
      return html`<p class="empty">${icon("lock", "2rem")}<span>${t("ent.none")}</span></p>`;
    return html`<p class="empty" role="status">${t("panel.loading")}</p>`;
  }

  private body(me: Me, unit: Enterprise): TemplateResult {
    const { unsent } = this;
    return html`${this.head(unit)}${unsent ? html`<sg-ent-unsent .unsent=${unsent} .items=${unsent.items} .go=${this.reopen} ?offline=${this.offline}></sg-ent-unsent>` : nothing}
      ${keyed(this.reopened, this.content(this.context(me, unit)))}`;
  }

  private head(unit: Enterprise): TemplateResult {
    const units = this.units ?? [];
    return html`<header class="ent-head"><div><h1>${unit.name}</h1>
        <p class="ent-levels"><span class="meta">${t("ent.live")}</span> ${levelWord(unit.live)}
          <span class="meta">${t("ent.supervision")}</span> ${levelWord(unit.supervision)}</p></div>
      ${
        units.length > 1
          ? html`<select class="input ent-switch" aria-label=${t("ent.choose")} @change=${(event: Event) => void this.open(Number((event.target as HTMLSelectElement).value))}>
          ${units.map((one) => html`<option value=${one.id} ?selected=${one.id === unit.id}>${one.name}</option>`)}</select>`
          : nothing
      }</header>`;
  }

  private content(context: EnterpriseContext): TemplateResult {
    switch (this.section) {
      case "check":
        return html`<sg-ent-checks .context=${context} what=${this.what}></sg-ent-checks>`;
      case "hazards":
        return html`<sg-ent-hazards .context=${context} what=${this.what}></sg-ent-hazards>`;
      case "points":
        return html`<sg-ent-points .context=${context} what=${this.what}></sg-ent-points>`;
      case "dossier":
        return html`<sg-ent-dossier .context=${context}></sg-ent-dossier>`;
      case "records":
        return html`<sg-ent-records .context=${context} kind=${this.what}></sg-ent-records>`;
      case "people":
        return html`<sg-ent-users .context=${context}></sg-ent-users>`;
      default:
        return html`<sg-ent-home .context=${context}></sg-ent-home>`;
    }
  }

  private pickDialog(picking: NonNullable<typeof this.picking>): TemplateResult {
    return html`<sg-ent-place .picking=${picking} .store=${this.live.store} .tiles=${() => this.live.tiles()}
      @picked=${(event: CustomEvent<Place | null>) => {
        this.picking = null;
        picking.done(event.detail);
      }}></sg-ent-place>`;
  }

  private passwordDialog(): TemplateResult {
    return html`<sg-password .api=${this.api} ?must=${this.me?.must_change_password ?? false} @closed=${() => {
      this.password = false;
      if (this.me?.must_change_password) void this.begin();
    }}></sg-password>`;
  }
}
