import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "./start.ts";
import "../style/map.css";
import "../style/panel.css";
import "../style/people.css";
import "../style/planner.css";
import { t } from "../i18n/index.ts";
import { ApiError } from "../net/api.ts";
import { Live, type LiveStatus } from "../net/live.ts";
import type { Me } from "../net/wire.ts";
import { Store } from "../state/store.ts";
import { brand } from "../ui/brand.ts";
import { pageFailed, pageLoading } from "../ui/cover.ts";
import { managesPeople } from "../ui/header.ts";
import { icon } from "../ui/icons.ts";
import { liveIndicator } from "../ui/live.ts";
import "../ui/menu.ts";
import { languageSwitch } from "../ui/menu.ts";
import { may } from "../ui/panel/context.ts";
import "../ui/password.ts";
import "../ui/planner/desk.ts";
import "../ui/planner/list.ts";
import type { PlannerContext } from "../ui/planner/types.ts";
import { View } from "../ui/view.ts";
import { basemapOf, type MapPageConfig } from "./map-model.ts";
import { entitle, goToLogin, loggedInApi, logout, pageConfig } from "./start.ts";

function planOf(search: string): number | null {
  const wanted = Number(new URLSearchParams(search).get("plan"));
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : null;
}

/** The planner's desk: the plans, or one of them opened (`?plan=ID`). */
@customElement("sg-planner-page")
export class PlannerPage extends View {
  private readonly config = pageConfig<MapPageConfig>();
  private readonly api = loggedInApi();
  private readonly store = new Store();
  private readonly live = new Live({
    loadSnapshot: (signal) => this.api.snapshot(signal),
    sink: this.store,
    onStatus: (status) => {
      this.status = status;
    },
    onEnded: goToLogin,
  });
  @state() private me: Me | null = null;
  @state() private status: LiveStatus | null = null;
  @state() private failed = false;
  @state() private password = false;
  @state() private plan = planOf(location.search);

  protected override firstUpdated(): void {
    entitle("app.planner");
    window.addEventListener("popstate", () => {
      this.plan = planOf(location.search);
    });
    this.store.subscribe((change) => {
      if (change.reset) this.requestUpdate();
    });
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.failed = false;
    try {
      this.me = await this.api.me();
      if (this.me.must_change_password) this.password = true;
      else if (this.plans(this.me)) this.live.start();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failed = failure.status !== 401;
    }
  }

  private plans(me: Me): boolean {
    return may(me, "draw_plan") || may(me, "approve_plan");
  }

  private context(me: Me): PlannerContext {
    return {
      api: this.api,
      store: this.store,
      me,
      basemap: basemapOf(this.config.basemap),
      services: {
        find: (q, signal) => this.api.search(q, signal),
        upload: (file, name) => this.api.upload(file, name),
        pickPlace: null,
      },
      open: (plan) => {
        this.plan = plan;
        history.pushState(null, "", plan === null ? "/planner" : `/planner?plan=${plan}`);
      },
    };
  }

  protected override render(): TemplateResult {
    const { me, status } = this;
    return html`<a class="skip-link" href="#main">${t("app.skip_plan")}</a>
      <div class="shell planner">
        <header class="bar-top" @logout=${() => void logout(this.api)} @password=${() => {
          this.password = true;
        }}>${brand(this.config.city ?? "")}
          <nav class="page-nav" aria-label=${t("app.name")}><a href="/map">${t("app.map")}</a><a href="/planner" aria-current="page">${t("app.planner")}</a></nav>
          <div class="bar-end">${status ? liveIndicator(status) : nothing}${languageSwitch()}<sg-user-menu .me=${me} ?people=${managesPeople(me)}></sg-user-menu></div>
        </header>
        <div></div>
        <main id="main" class="planner-main" tabindex="-1">${me ? this.body(me) : nothing}${this.cover()}</main>
      </div>
      ${this.password ? html`<sg-password .api=${this.api} ?must=${me?.must_change_password ?? false} @closed=${this.onPassword}></sg-password>` : nothing}`;
  }

  private readonly onPassword = (): void => {
    this.password = false;
    if (this.me?.must_change_password) void this.begin();
  };

  private cover(): TemplateResult | typeof nothing {
    if (this.failed) return pageFailed(() => void this.begin());
    return this.me && (this.store.snapshot || !this.plans(this.me)) ? nothing : pageLoading();
  }

  private body(me: Me): TemplateResult | typeof nothing {
    if (!this.plans(me))
      return html`<p class="empty">${icon("lock", "2rem")}<span>${t("planner.no_right")}</span></p>`;
    if (!this.store.snapshot) return nothing;
    const context = this.context(me);
    return this.plan === null
      ? html`<sg-plan-list class="planner-list scroll" .context=${context}></sg-plan-list>`
      : html`<sg-plan-desk .context=${context} plan=${this.plan}></sg-plan-desk>`;
  }
}
