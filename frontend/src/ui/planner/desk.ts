import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Place } from "../../boundary/shapes.ts";
import { LANG_EVENT, lang, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { helpSheet } from "./help.ts";
import "./impact.ts";
import { lineSide } from "./line-side.ts";
import "./live.ts";
import type { PlanLive } from "./live.ts";
import type { PaintBy } from "./paint.ts";
import "./plan-acts.ts";
import { historyList, planHead, problemList } from "./parts.ts";
import { pathSide } from "./path-side.ts";
import { type PlanSheet, planSheet } from "./print.ts";
import { type News, Session } from "./session.ts";
import "./side.ts";
import { type Marks, NO_MARKS, Stage } from "./stage.ts";
import { type SideTab, sideTabs } from "./tabs.ts";
import { toolbar } from "./toolbar.ts";
import { LineTool } from "./tools/line.ts";
import { PathTool } from "./tools/path.ts";
import { ShapeTool } from "./tools/shape.ts";
import type { Bench, Tool, ToolName } from "./tools/tool.ts";
import type { PlannerContext, Problem } from "./types.ts";

/** How often one looks whether the plan was changed on another machine, while this one is in front. */
const LOOK_MS = 20_000;
const KEYS: Record<string, ToolName> = { v: "shape", s: "split", t: "transfer", r: "redraw", n: "carve" };

/** One plan: its facts on the left, the ground in the middle, the chosen cell on the right. */
@customElement("sg-plan-desk")
export class PlanDesk extends View {
  @property({ attribute: false }) context!: PlannerContext;
  @property({ type: Number }) plan = 0;
  @state() private session: Session | null = null;
  @state() private trouble = "";
  @state() private selected: readonly number[] = [];
  @state() private turn = 0;
  @state() private help = false;
  @state() private tab: SideTab = "cell";
  @state() private by: PaintBy = "cell";
  @state() private marks: Marks = NO_MARKS;
  @state() private sheet: PlanSheet | null = null;
  @state() private menu: { x: number; y: number; at: readonly [number, number] } | null = null;
  @query("#map") private readonly ground!: HTMLElement;
  @query("sg-plan-live") private readonly figures!: PlanLive | null;
  private stage: Stage | null = null;
  private look = 0;
  private readonly bench: Bench = this.makeBench();
  private tool: Tool = new ShapeTool(this.bench);

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
    this.session?.end();
    this.session = null;
    this.stage?.destroy();
    this.stage = null;
  }

  private async open(): Promise<void> {
    this.leave();
    this.trouble = "";
    this.selected = [];
    this.marks = NO_MARKS;
    try {
      const session = await Session.open(this.context.api, this.plan, (news) => this.onNews(news));
      this.session = session;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
      return;
    }
    await this.updateComplete;
    this.draw();
  }

  private draw(): void {
    if (!this.session) return;
    this.stage = new Stage(this.ground, this.context, this.session, this.by, {
      press: (at, keys) => {
        this.menu = null;
        return this.tool.press(at, keys);
      },
      drag: (at) => this.tool.drag(at),
      drop: (at) => this.tool.drop(at),
      click: (at, keys) => {
        this.quiet();
        this.tool.click(at, keys);
      },
      double: (at) => this.tool.double(at),
      hover: (at) => this.tool.hover(at),
      context: (at, x, y) => this.onContext(at, x, y),
      rest: () => this.redraw(),
    });
    this.requestUpdate();
    this.redraw();
  }

  private onNews(news: News): void {
    this.turn += 1;
    if (!this.session) return;
    this.stage?.put(news);
    const left = this.selected.filter((id) => this.session?.ground.get(id));
    if (left.length < this.selected.length) this.selected = left;
    if (news.cells.length > 0) this.marks = { ...this.marks, was: [] };
    this.redraw();
  }

  private makeBench(): Bench {
    const desk = this;
    return {
      get ground() {
        if (!desk.session) throw new Error("no plan is open");
        return desk.session.ground;
      },
      get selected() {
        return desk.selected;
      },
      get mayEdit() {
        return desk.session?.may("edit") === true;
      },
      select: (cells) => desk.select(cells),
      reach: (pixels) => desk.stage?.map.reach(pixels) ?? 0,
      edit: (edit, at, preview) => desk.session?.edit(edit, at, preview) ?? Promise.resolve(false),
      say: (text, at) => desk.session?.say({ tone: "bad", text, at }),
      live: (change) => {
        if (desk.figures) desk.figures.change = change;
      },
      redraw: () => desk.redraw(),
      done: () => desk.take("shape"),
    };
  }

  private select(cells: readonly number[]): void {
    this.selected = cells;
    this.marks = { ...this.marks, problem: null, place: null };
    if (cells.length > 0) this.tab = "cell";
    if (this.session) void this.session.points.around(this.session.ground, cells);
    this.redraw();
  }

  private take(name: ToolName): void {
    this.tool = toolOf(name, this.bench);
    if (name !== "shape") this.selected = this.selected.slice(0, 1);
    this.stage?.map.cursor(name === "shape" ? "arrow" : "cross");
    this.quiet();
    this.redraw();
  }

  private quiet(): void {
    this.menu = null;
    if (this.session?.said) this.session.say(null);
  }

  private redraw(): void {
    this.stage?.draw(this.tool, this.marks);
    if (!(this.tool instanceof ShapeTool)) this.requestUpdate();
  }

  private show(cells: readonly number[]): void {
    const there = cells.flatMap((id) => this.session?.ground.get(id) ?? []);
    this.stage?.show(there);
    this.select(there.map((cell) => cell.id));
  }

  private readonly onContext = (at: readonly [number, number], x: number, y: number): void => {
    if (!(this.tool instanceof ShapeTool) || !this.bench.mayEdit) return;
    const node = this.tool.nodeAt(at);
    this.menu = node ? { x, y, at: node } : null;
    this.redraw();
  };

  private readonly onFocus = (): void => {
    if (document.visibilityState === "visible" && this.session?.sending === 0)
      void this.session.refresh().catch(this.failed);
  };

  private readonly failed = (failure: unknown): void => {
    // The screen keeps what it has; the next look or the next step tells more.
    if (!(failure instanceof ApiError)) throw failure;
    console.warn("looking for changes of the plan", failure.code);
  };

  private readonly onLang = (): void => this.stage?.relabel();

  private readonly onKey = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (target.closest("input, textarea, select, dialog") || event.isComposing || !this.session) return;
    if (this.onCommand(event)) event.preventDefault();
  };

  private onCommand(event: KeyboardEvent): boolean {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") {
      void (event.shiftKey ? this.session?.redo() : this.session?.undo());
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key === "?") this.help = true;
    else if (key === "f" || key === "F") this.stage?.fit();
    else if (KEYS[key.toLowerCase()] && this.bench.mayEdit) this.take(KEYS[key.toLowerCase()] as ToolName);
    else if (key === "Escape") {
      this.quiet();
      return this.tool.key(key);
    } else return this.tool.key(key);
    return true;
  }

  protected override render(): TemplateResult {
    if (this.trouble)
      return html`<div class="empty" role="alert">${icon("warn", "2rem")}<p>${this.trouble}</p>
        <button class="btn" type="button" @click=${() => this.context.open(null)}>${t("planner.to_list")}</button></div>`;
    const { session } = this;
    if (!session)
      return html`<p class="loading" role="status">${icon("wait", "1.125rem", "spin")}${t("error.loading")}</p>`;
    return html`<div class="plan-stage" @choose=${(event: CustomEvent<number[]>) => this.select(event.detail)}>
      <aside class="plan-left scroll" tabindex="0" aria-label=${session.plan.name}>${this.left(session)}</aside>
      <div class="plan-map">
        ${toolbar({
          session,
          tool: this.tool.name,
          take: (name) => this.take(name),
          fit: () => this.stage?.fit(),
          zoom: (n) => this.stage?.map.zoomBy(n),
          help: () => {
            this.help = true;
          },
          print: () => void this.print(),
          by: this.by,
          paint: (by) => this.paint(by),
        })}
        <div id="map" class="ground" tabindex="0" data-cursor="arrow"></div>
        ${this.said(session)}${this.key()}<sg-plan-live .session=${session}></sg-plan-live>${this.nodeMenu()}</div>
      <aside class="plan-side scroll" tabindex="0" aria-label=${t("planner.nothing")}>${this.side(session)}</aside></div>
      <p class="notice planner-phone">${icon("screen", "1.125rem")}<span>${t("planner.phone")}</span></p>
      ${
        this.help
          ? helpSheet(() => {
              this.help = false;
            })
          : nothing
      }
      ${planSheet(this.sheet, session)}`;
  }

  private paint(by: PaintBy): void {
    this.by = by;
    this.stage?.all(by);
  }

  /** What the colours mean; nothing where they only tell neighbours apart. */
  private key(): TemplateResult | typeof nothing {
    const rows = this.stage?.key ?? [];
    if (rows.length === 0) return nothing;
    return html`<ul class="plan-key" aria-label=${t("planner.paint_by")}>${rows.map((row) => html`<li><i style="background:${row.fill}"></i>${row.words}</li>`)}</ul>`;
  }

  private async print(): Promise<void> {
    const { session, stage } = this;
    if (!session || !stage) return;
    try {
      this.sheet = { picture: stage.map.picture(), was: await session.before(), made: new Date() };
    } catch (failure) {
      this.failed(failure);
      return;
    }
    await this.updateComplete;
    await this.querySelector<HTMLImageElement>(".plan-sheet img")?.decode();
    window.print();
  }

  private left(session: Session): TemplateResult {
    const acts = html`<sg-plan-acts .context=${this.context} .session=${session} turn=${this.turn}></sg-plan-acts>`;
    return html`${planHead(session, () => this.context.open(null), acts)}
      ${problemList(session, (problem) => this.onProblem(problem))}
      ${historyList(session, (entry) => this.show(entry.cells))}`;
  }

  private onProblem(problem: Problem): void {
    this.show(problem.cells);
    this.marks = { ...this.marks, problem };
    this.stage?.showProblem(problem);
    this.redraw();
  }

  private side(session: Session): TemplateResult {
    if (this.tool instanceof LineTool) return lineSide(this.tool, session, (made) => this.onMade(made));
    if (this.tool instanceof PathTool) return pathSide(this.tool, session, (made) => this.onMade(made));
    return html`${sideTabs(this.tab, (tab) => {
      this.tab = tab;
    })}<div id="plan-panel" role="tabpanel" aria-labelledby="plan-tab-${this.tab}">${this.tabPanel(session)}</div>`;
  }

  private tabPanel(session: Session): TemplateResult {
    if (this.tab === "impact")
      return html`<sg-plan-impact .session=${session} v=${session.plan.v} ?comparing=${this.marks.was.length > 0}
        @compare=${(event: CustomEvent<boolean>) => void this.showBefore(event.detail)} @show-place=${this.onPlace}></sg-plan-impact>`;
    return html`<sg-plan-side .context=${this.context} .session=${session} .selected=${this.selected} turn=${this.turn}></sg-plan-side>`;
  }

  private async showBefore(on: boolean): Promise<void> {
    this.marks = { ...this.marks, was: on && this.session ? await this.session.before() : [] };
    this.redraw();
  }

  private readonly onPlace = ({ detail: place }: CustomEvent<Place>): void => {
    this.marks = { ...this.marks, place };
    this.stage?.map.show(place);
    this.redraw();
  };

  private onMade(made: number | null): void {
    this.take("shape");
    if (made !== null) this.select([made]);
  }

  private said({ said }: Session): TemplateResult | typeof nothing {
    if (!said) return nothing;
    return html`<p class="notice notice-${said.tone} plan-said" role="alert">${icon(said.tone === "ok" ? "check" : "warn", "1.125rem")}<span>${said.text}</span></p>`;
  }

  private nodeMenu(): TemplateResult | typeof nothing {
    const { menu } = this;
    if (!menu) return nothing;
    const n = this.bench.ground.sharing(menu.at).length;
    return html`<div class="plan-menu" style="left:${menu.x}px;top:${menu.y}px"><p class="meta">${t("planner.cells_share", { n })}</p>
      <button class="menu-item" type="button" @click=${() => {
        this.menu = null;
        if (this.tool instanceof ShapeTool) this.tool.remove(menu.at);
      }}>${icon("close", "1rem")}${t("planner.menu_remove")}</button></div>`;
  }
}

function toolOf(name: ToolName, bench: Bench): Tool {
  if (name === "split" || name === "transfer") return new LineTool(bench, name);
  return name === "shape" ? new ShapeTool(bench) : new PathTool(bench, name);
}
