import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "./start.ts";
import "../style/map.css";
import "../style/panel.css";
import "../style/people.css";
import { t } from "../i18n/index.ts";
import { ApiError } from "../net/api.ts";
import type { Me } from "../net/wire.ts";
import { brand } from "../ui/brand.ts";
import type { Picked } from "../ui/form/picker.ts";
import { managesPeople } from "../ui/header.ts";
import { icon } from "../ui/icons.ts";
import "../ui/menu.ts";
import { languageSwitch } from "../ui/menu.ts";
import "../ui/password.ts";
import "../ui/people/keeper.ts";
import "../ui/people/kiosks.ts";
import "../ui/people/list.ts";
import { may, type PeopleContext } from "../ui/people/types.ts";
import "../ui/people/vacancies.ts";
import { View } from "../ui/view.ts";
import { entitle, loggedInApi, logout, pageConfig } from "./start.ts";

type Tab = "people" | "vacant" | "kiosk" | "keeper";
const TAB_WORDS = {
  people: "people.tab_people",
  vacant: "people.tab_vacant",
  kiosk: "people.tab_kiosk",
  keeper: "keeper.title",
} as const;

/** People, their duties, the vacancies, and the links of walls. */
@customElement("sg-people-page")
export class PeoplePage extends View {
  private readonly config = pageConfig<{ city?: string }>();
  private readonly api = loggedInApi();
  @state() private me: Me | null = null;
  @state() private tab: Tab = "people";
  @state() private cell: Picked | null = null;
  @state() private failed = false;
  @state() private password = false;

  protected override firstUpdated(): void {
    entitle("app.people");
    void this.begin();
  }

  private async begin(): Promise<void> {
    try {
      this.me = await this.api.me();
      this.failed = false;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = failure.status !== 401;
    }
  }

  private context(me: Me): PeopleContext {
    return {
      api: this.api,
      me,
      services: {
        find: (q, signal) => this.api.search(q, signal),
        upload: (file, name) => this.api.upload(file, name),
        pickPlace: null,
      },
    };
  }

  protected override render(): TemplateResult {
    return html`<a class="skip-link" href="#main">${t("app.skip_main")}</a>
      <header class="bar-top" @logout=${() => void logout(this.api)} @password=${() => {
        this.password = true;
      }}>
        ${brand(this.config.city ?? "")}
        <nav class="page-nav" aria-label=${t("app.name")}><a href="/map">${t("app.map")}</a><a href="/people" aria-current="page">${t("app.people")}</a></nav>
        <div class="bar-end">${languageSwitch()}<sg-user-menu .me=${this.me} people></sg-user-menu></div>
      </header>
      <main id="main" class="people" tabindex="-1">${this.me ? this.body(this.me) : this.waiting()}</main>
      ${
        this.password
          ? html`<sg-password .api=${this.api} @closed=${() => {
              this.password = false;
            }}></sg-password>`
          : nothing
      }`;
  }

  private waiting(): TemplateResult {
    if (!this.failed) return html`<p class="empty" role="status">${t("panel.loading")}</p>`;
    return html`<div class="empty" role="alert">${icon("warn", "2rem")}<p>${t("error.network")}</p>
      <button class="btn btn-main" type="button" @click=${() => void this.begin()}>${t("act.retry")}</button></div>`;
  }

  private body(me: Me): TemplateResult {
    if (!managesPeople(me))
      return html`<p class="empty">${icon("lock", "2rem")}<span>${t("people.no_right")}</span></p>`;
    const tabs: Tab[] = [
      "people",
      "vacant",
      ...(may(me, "manage_security") ? (["kiosk", "keeper"] as const) : []),
    ];
    return html`<div class="people-head"><div><h1>${t("people.title")}</h1><p class="meta">${t("people.lead")}</p></div>
        <div class="tabs" role="tablist" aria-label=${t("people.title")} @keydown=${(event: KeyboardEvent) => this.onTabKey(event, tabs)}>
          ${tabs.map((tab) => this.tabButton(tab))}</div></div>
      <div id="tab-panel" role="tabpanel" aria-labelledby="tab-${this.tab}" @show-cell=${this.onShowCell}>${this.content(this.context(me))}</div>`;
  }

  private tabButton(tab: Tab): TemplateResult {
    return html`<button id="tab-${tab}" role="tab" type="button" aria-controls="tab-panel" aria-selected=${tab === this.tab}
      tabindex=${tab === this.tab ? 0 : -1} @click=${() => {
        this.tab = tab;
      }}>${t(TAB_WORDS[tab])}</button>`;
  }

  private onTabKey(event: KeyboardEvent, tabs: readonly Tab[]): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    this.tab = tabs[(tabs.indexOf(this.tab) + step + tabs.length) % tabs.length] as Tab;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  }

  private readonly onShowCell = (event: CustomEvent<Picked>): void => {
    this.cell = event.detail;
    this.tab = "people";
  };

  private content(context: PeopleContext): TemplateResult {
    if (this.tab === "vacant") return html`<sg-vacancies .context=${context}></sg-vacancies>`;
    if (this.tab === "kiosk") return html`<sg-kiosks .context=${context}></sg-kiosks>`;
    if (this.tab === "keeper") return html`<sg-keeper .context=${context}></sg-keeper>`;
    return html`<sg-people-list .context=${context} .cell=${this.cell}></sg-people-list>`;
  }
}
