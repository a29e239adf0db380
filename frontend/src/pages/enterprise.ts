import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "./start.ts";
import "../style/map.css";
import "../style/panel.css";
import "../style/people.css";
import "../style/enterprise.css";
import { t } from "../i18n/index.ts";
import { ApiError } from "../net/api.ts";
import type { Me } from "../net/wire.ts";
import { brand } from "../ui/brand.ts";
import "../ui/enterprise/check.ts";
import "../ui/enterprise/dossier.ts";
import "../ui/enterprise/hazards.ts";
import "../ui/enterprise/home.ts";
import "../ui/enterprise/points.ts";
import { sectionNav, sectionsOf } from "../ui/enterprise/nav.ts";
import "../ui/enterprise/records.ts";
import type { Enterprise, EnterpriseContext, OwnUnit, Section } from "../ui/enterprise/types.ts";
import "../ui/enterprise/users.ts";
import { icon } from "../ui/icons.ts";
import { levelWord } from "../ui/level.ts";
import "../ui/menu.ts";
import { languageSwitch } from "../ui/menu.ts";
import "../ui/password.ts";
import { View } from "../ui/view.ts";
import { entitle, loggedInApi, logout, pageConfig } from "./start.ts";

/** A unit's own page: self-check, self-report, self-rectification, and the books that go with them. */
@customElement("sg-enterprise-page")
export class EnterprisePage extends View {
  private readonly config = pageConfig<{ city?: string }>();
  private readonly api = loggedInApi();
  @state() private me: Me | null = null;
  @state() private units: readonly OwnUnit[] | null = null;
  @state() private unit: Enterprise | null = null;
  @state() private section: Section = "home";
  @state() private what = "";
  @state() private more = false;
  @state() private failed = false;
  @state() private password = false;

  protected override firstUpdated(): void {
    entitle("app.enterprise");
    window.addEventListener("popstate", this.fromAddress);
    void this.begin();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("popstate", this.fromAddress);
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
      if (first) await this.open(first.id);
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

  private context(me: Me, unit: Enterprise): EnterpriseContext {
    return {
      api: this.api,
      me,
      unit,
      services: {
        find: (q, signal) => this.api.search(q, signal),
        upload: (file, name) => this.api.upload(file, name),
        pickPlace: null,
      },
      reload: () => this.reload(unit.id),
      go: this.go,
    };
  }

  private async reload(id: number): Promise<void> {
    this.unit = await this.api.get<Enterprise>(`/enterprise/${id}`);
  }

  protected override render(): TemplateResult {
    const { me, unit } = this;
    return html`<a class="skip-link" href="#main">${t("app.skip_main")}</a>
      <header class="bar-top" @logout=${() => void logout(this.api)} @password=${() => {
        this.password = true;
      }}>
        ${brand(this.config.city ?? "")}
        <nav class="page-nav" aria-label=${t("app.name")}><a href="/map">${t("app.map")}</a><a href="/enterprise" aria-current="page">${t("app.enterprise")}</a></nav>
        <div class="bar-end">${languageSwitch()}<sg-user-menu .me=${me}></sg-user-menu></div>
      </header>
      <div class="ent">${unit ? this.nav(unit) : nothing}
        <main id="main" class="ent-main" tabindex="-1">${me && unit ? this.body(me, unit) : this.waiting()}</main></div>
      ${this.password ? this.passwordDialog() : nothing}`;
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
    return html`${this.head(unit)}${this.content(this.context(me, unit))}`;
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

  private passwordDialog(): TemplateResult {
    return html`<sg-password .api=${this.api} ?must=${this.me?.must_change_password ?? false} @closed=${() => {
      this.password = false;
      if (this.me?.must_change_password) void this.begin();
    }}></sg-password>`;
  }
}
