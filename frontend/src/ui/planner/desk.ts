import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Place, Shape } from "../../boundary/shapes.ts";
import { LANG_EVENT, lang, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { helpSheet } from "./help.ts";
import "./impact.ts";
import { elsewhere, press } from "./keys.ts";
import { lineSide } from "./line-side.ts";
import "./live.ts";
import type { PlanLive } from "./live.ts";
import type { Moved } from "./moving.ts";
import { colourKey, nodeMenu, notices } from "./over-map.ts";
import { historyList, planHead, problemList } from "./parts.ts";
import { pathSide } from "./path-side.ts";
import "./plan-acts.ts";
import { type PlanSheet, planSheet, sheetOf } from "./print.ts";
import { Session } from "./session.ts";
import "./side.ts";
import type { Compare } from "./stage.ts";
import "./swipe.ts";
import { sideTabs } from "./tabs.ts";
import { toolbar } from "./toolbar.ts";
import { LineTool } from "./tools/line.ts";
import { PathTool } from "./tools/path.ts";
import type { PlannerContext } from "./types.ts";
import { failed, Work } from "./work.ts";

/** How often one looks whether the plan was changed by somebody else, while it is in front. */
const LOOK_MS = 4_000;

/** One plan: its facts on the left, the ground in the middle, the chosen cell on the right. */
@customElement("sg-plan-desk")
export class PlanDesk extends View {
  @property({ attribute: false }) context!: PlannerContext;
  @property({ type: Number }) plan = 0;
  @state() private work: Work | null = null;
  @state() private trouble = "";
  @state() private help = false;
  @state() private sheet: PlanSheet | null = null;
  @query("#map") private readonly ground!: HTMLElement;
  @query("sg-plan-live") private readonly figures!: PlanLive | null;
  private look = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.onKey);
    window.addEventListener("focus", this.onFocus);
    window.addEventListener(LANG_EVENT, this.onLang);
    this.look = window.setInterval(this.onFocus, LOOK_MS);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.onKey);
    window.removeEventListener("focus", this.onFocus);
    window.removeEventListener(LANG_EVENT, this.onLang);
    window.clearInterval(this.look);
    this.leave();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("plan")) void this.open();
  }

  private leave(): void {
    this.work?.end();
    this.work = null;
  }

  private async open(): Promise<void> {
    const { plan } = this;
    this.leave();
    this.trouble = "";
    let work: Work | null = null;
    try {
      const session = await Session.open(this.context.api, this.context.me.key, plan, (news) =>
        work?.hear(news),
      );
      if (plan !== this.plan || !this.isConnected) return session.end();
      work = new Work(session, {
        changed: () => this.requestUpdate(),
        live: (change) => this.live(change),
        help: () => {
          this.help = true;
        },
      });
      this.work = work;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
      return;
    }
    await this.updateComplete;
    if (this.work === work) work.begin(this.ground, this.context);
  }

  private live(change: ReadonlyMap<number, Shape> | null): void {
    if (this.figures) this.figures.change = change;
  }

  private readonly onFocus = (): void => {
    const session = this.work?.session;
    if (document.visibilityState === "visible" && session?.sending === 0)
      void session.refresh().catch(failed);
  };

  private readonly onLang = (): void => this.work?.stage?.relabel();

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.work && !elsewhere(event) && press(event, this.work.keyboard())) event.preventDefault();
  };

  protected override render(): TemplateResult {
    if (this.trouble)
      return html`<div class="empty" role="alert">${icon("warn", "2rem")}<p>${this.trouble}</p>
        <button class="btn" type="button" @click=${() => this.context.open(null)}>${t("planner.to_list")}</button></div>`;
    const { work } = this;
    if (!work)
      return html`<p class="loading" role="status">${icon("wait", "1.125rem", "spin")}${t("error.loading")}</p>`;
    return html`<div class="plan-stage" @choose=${(event: CustomEvent<number[]>) => work.select(event.detail)}>
      <aside class="plan-left scroll" tabindex="0" aria-label=${work.session.plan.name}>${this.left(work)}</aside>
      <div class="plan-map">${this.bar(work)}
        <div class="plan-ground"><div id="map" class="ground" tabindex="0" data-cursor="arrow"></div>${this.overMap(work)}</div></div>
      <aside class="plan-side scroll" tabindex="0" aria-label=${t("planner.tabs")}>${this.side(work)}</aside></div>
      <p class="notice planner-phone">${icon("screen", "1.125rem")}<span>${t("planner.phone")}</span></p>
      ${
        this.help
          ? helpSheet(() => {
              this.help = false;
            })
          : nothing
      }
      ${planSheet(this.sheet, work.session)}`;
  }

  private bar(work: Work): TemplateResult {
    return toolbar({
      session: work.session,
      tool: work.tool.name,
      take: (name) => work.take(name),
      fit: () => work.stage?.fit(),
      zoom: (n) => work.stage?.map.zoomBy(n),
      help: () => {
        this.help = true;
      },
      print: () => void this.print(work),
      by: work.by,
      paint: (by) => work.paint(by),
    });
  }

  private overMap({ menu, marks, stage, session, removeNode }: Work): TemplateResult {
    return html`${
      marks.compare === "swipe"
        ? html`<sg-plan-swipe @divide=${(event: CustomEvent<number>) => stage?.divide(event.detail)}></sg-plan-swipe>`
        : nothing
    }${notices(session)}${colourKey(stage?.key ?? [])}<sg-plan-live .session=${session}></sg-plan-live>${
      menu ? nodeMenu(menu, session.ground.sharing(menu.at).length, removeNode) : nothing
    }`;
  }

  private async print({ session, stage }: Work): Promise<void> {
    if (!stage) return;
    try {
      this.sheet = await sheetOf(session, stage);
    } catch (failure) {
      failed(failure);
      return;
    }
    await this.updateComplete;
    await Promise.all(
      [...this.querySelectorAll<HTMLImageElement>(".plan-sheet img")].map((one) => one.decode()),
    );
    window.print();
  }

  private left(work: Work): TemplateResult {
    const { session } = work;
    const acts = html`<sg-plan-acts .context=${this.context} .session=${session} turn=${work.turn}></sg-plan-acts>`;
    return html`${planHead(session, () => this.context.open(null), acts)}
      ${problemList(session, work.marks.problem, (problem) => work.showProblem(problem))}
      ${historyList(session, (entry) => work.show(entry.cells))}`;
  }

  private side(work: Work): TemplateResult {
    const { tool, session, tab } = work;
    if (tool instanceof LineTool) return lineSide(tool, session, (made) => work.made(made));
    if (tool instanceof PathTool) return pathSide(tool, session, (made) => work.made(made));
    return html`${sideTabs(tab, (next) => work.turnTo(next))}
      <div id="plan-panel" role="tabpanel" aria-labelledby="plan-tab-${tab}">${tab === "impact" ? this.impact(work) : this.cell(work)}</div>`;
  }

  private impact(work: Work): TemplateResult {
    return html`<sg-plan-impact .session=${work.session} v=${work.session.plan.v} .compare=${work.marks.compare}
      @compare=${(event: CustomEvent<Compare>) => void work.compare(event.detail)}
      @show-place=${(event: CustomEvent<Place>) => work.showPlace(event.detail)}
      @moved=${(event: CustomEvent<Moved>) => work.showMoved(event.detail)}></sg-plan-impact>`;
  }

  private cell({ session, selected, turn }: Work): TemplateResult {
    return html`<sg-plan-side .context=${this.context} .session=${session} .selected=${selected} turn=${turn}></sg-plan-side>`;
  }
}
