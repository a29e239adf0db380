import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { labelPlace } from "../../boundary/cut.ts";
import type { Cell } from "../../boundary/ground.ts";
import { areaOf, boxOf, type Shape, shapeOf } from "../../boundary/shapes.ts";
import { Tints } from "../../boundary/tint.ts";
import { LANG_EVENT, lang, t } from "../../i18n/index.ts";
import { PlanMap } from "../../map/plan-map.ts";
import type { Overlay, PlanCell, ShapeMark } from "../../map/plan-types.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { BAD, BAD_FILL, BEFORE, DIM, TINTS, WARN, WARN_FILL } from "./colours.ts";
import { helpSheet } from "./help.ts";
import "./impact.ts";
import { lineSide } from "./line-side.ts";
import { liveFigures } from "./live.ts";
import "./plan-acts.ts";
import { historyList, planHead, problemList } from "./parts.ts";
import { type News, Session } from "./session.ts";
import "./side.ts";
import { type SideTab, sideTabs } from "./tabs.ts";
import { toolbar } from "./toolbar.ts";
import { LineTool } from "./tools/line.ts";
import { ShapeTool } from "./tools/shape.ts";
import type { Bench, Tool, ToolName } from "./tools/tool.ts";
import type { PlannerContext, Problem } from "./types.ts";

/** How often one looks whether the plan was changed on another machine, while this one is in front. */
const LOOK_MS = 20_000;
const KEYS: Record<string, ToolName> = { v: "shape", s: "split", t: "transfer" };

/** One plan: its facts on the left, the ground in the middle, the chosen cell on the right. */
@customElement("sg-plan-desk")
export class PlanDesk extends View {
  @property({ attribute: false }) context!: PlannerContext;
  @property({ type: Number }) plan = 0;
  @state() private session: Session | null = null;
  @state() private trouble = "";
  @state() private selected: readonly number[] = [];
  @state() private problem: Problem | null = null;
  @state() private turn = 0;
  @state() private help = false;
  @state() private tab: SideTab = "cell";
  /** the boundaries in force of what the plan changes, while they are compared */
  @state() private was: readonly Cell[] | null = null;
  @state() private menu: { x: number; y: number; at: readonly [number, number] } | null = null;
  @query("#map") private readonly ground!: HTMLElement;
  private map: PlanMap | null = null;
  private tints = new Tints(TINTS.length);
  private change: ReadonlyMap<number, Shape> | null = null;
  private look = 0;
  /** an object that was asked for in a list */
  private place: readonly [number, number] | null = null;
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
    this.session?.end();
    this.map?.destroy();
    this.map = null;
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("plan")) void this.open();
  }

  private async open(): Promise<void> {
    this.session?.end();
    this.session = null;
    this.trouble = "";
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
    const { session } = this;
    if (!session) return;
    this.map ??= new PlanMap(
      this.ground,
      { lang: lang(), basemap: this.context.basemap, label: t("planner.map"), keys: t("planner.map_keys") },
      {
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
      },
    );
    this.tints = new Tints(TINTS.length);
    this.map.setCells([...session.ground.all()].map((cell) => this.drawn(cell)));
    this.fit();
    this.redraw();
  }

  private drawn(cell: Cell): PlanCell {
    const { id, shape, name, mine, changed } = cell;
    const outline =
      shape.map((polygon) => polygon[0] ?? []).sort((a, b) => areaOf([[b]]) - areaOf([[a]]))[0] ?? [];
    const tint = TINTS[this.tints.get(this.session?.ground ?? this.bench.ground, id)] ?? DIM;
    return { id, shape, name, label: labelPlace(outline), fill: mine ? tint : DIM, dim: !mine, changed };
  }

  private onNews({ cells, gone, all }: News): void {
    this.turn += 1;
    if (!this.session) return;
    if (all) this.draw();
    else if (cells.length > 0 || gone.length > 0) {
      const there = cells.filter((cell) => this.session?.ground.get(cell.id) === cell);
      this.map?.putCells(
        there.map((cell) => this.drawn(cell)),
        gone,
      );
    }
    const left = this.selected.filter((id) => this.session?.ground.get(id));
    if (left.length < this.selected.length) this.selected = left;
    if (cells.length > 0) this.was = null;
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
      reach: (pixels) => desk.map?.reach(pixels) ?? 0,
      edit: (edit, at, preview) => desk.session?.edit(edit, at, preview) ?? Promise.resolve(false),
      say: (text, at) => desk.session?.say({ tone: "bad", text, at }),
      live: (change) => {
        desk.change = change;
        desk.turn += 1;
      },
      redraw: () => desk.redraw(),
      done: () => desk.take("shape"),
    };
  }

  private select(cells: readonly number[]): void {
    this.selected = cells;
    this.problem = null;
    this.place = null;
    if (cells.length > 0) this.tab = "cell";
    this.redraw();
  }

  private take(name: ToolName): void {
    this.tool =
      name === "split" || name === "transfer" ? new LineTool(this.bench, name) : new ShapeTool(this.bench);
    if (name !== "shape") this.selected = this.selected.slice(0, 1);
    this.map?.cursor(name === "shape" ? "arrow" : "cross");
    this.quiet();
    this.redraw();
  }

  private quiet(): void {
    this.menu = null;
    if (this.session?.said) this.session.say(null);
  }

  private redraw(): void {
    if (!this.session || !this.map) return;
    this.map.hide(this.tool.hidden());
    this.map.setOverlay(this.overlay(this.tool.overlay()));
    if (this.tool instanceof LineTool) this.requestUpdate();
  }

  private overlay(of: Overlay): Overlay {
    const { said } = this.session ?? {};
    const words = said?.at ? [{ at: said.at, text: said.text, tone: "bad" as const }] : [];
    const was = (this.was ?? []).map(({ shape }) => ({ shape, line: BEFORE, width: 2, dash: [7, 4] }));
    const shapes = [...was, ...this.problemMarks(), ...of.shapes];
    const here = this.place ? [{ at: this.place, kind: "bend" as const, cells: 1, active: true }] : [];
    return { ...of, shapes, nodes: [...of.nodes, ...here], words: [...of.words, ...words] };
  }

  private problemMarks(): ShapeMark[] {
    const { problem } = this;
    if (!problem) return [];
    const bad = problem.severity === "error";
    return placesOf(problem).map((shape) => ({
      shape,
      fill: bad ? BAD_FILL : WARN_FILL,
      line: bad ? BAD : WARN,
      width: 2.5,
      dash: [6, 4],
    }));
  }

  private readonly fit = (): void => {
    const { session } = this;
    if (!session) return;
    const mine = [...session.ground.all()].filter((cell) => cell.mine);
    this.map?.fit(boxOf(mine.flatMap((cell) => cell.shape)));
  };

  private show(cells: readonly number[]): void {
    const there = cells.flatMap((id) => this.session?.ground.get(id) ?? []);
    if (there.length > 0) this.map?.fit(boxOf(there.flatMap((cell) => cell.shape)));
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

  private readonly onLang = (): void => this.map?.label(lang(), t("planner.map"), t("planner.map_keys"));

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
    else if (key === "f" || key === "F") this.fit();
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
          fit: this.fit,
          zoom: (n) => this.map?.zoomBy(n),
          help: () => {
            this.help = true;
          },
        })}
        <div id="map" class="ground" tabindex="0" data-cursor="arrow"></div>
        ${this.said(session)}${liveFigures(session, this.change)}${this.nodeMenu()}</div>
      <aside class="plan-side scroll" tabindex="0" aria-label=${t("planner.nothing")}>${this.side(session)}</aside></div>
      <p class="notice planner-phone">${icon("screen", "1.125rem")}<span>${t("planner.phone")}</span></p>
      ${
        this.help
          ? helpSheet(() => {
              this.help = false;
            })
          : nothing
      }`;
  }

  private left(session: Session): TemplateResult {
    const acts = html`<sg-plan-acts .context=${this.context} .session=${session} turn=${this.turn}></sg-plan-acts>`;
    return html`${planHead(session, () => this.context.open(null), acts)}
      ${problemList(session, (problem) => this.onProblem(problem))}
      ${historyList(session, (entry) => this.show(entry.cells))}`;
  }

  private onProblem(problem: Problem): void {
    this.show(problem.cells);
    this.problem = problem;
    const places = placesOf(problem);
    if (places.length > 0) this.map?.fit(boxOf(places.flat()));
    this.redraw();
  }

  private side(session: Session): TemplateResult {
    if (this.tool instanceof LineTool) return lineSide(this.tool, session, (made) => this.onMade(made));
    return html`${sideTabs(this.tab, (tab) => {
      this.tab = tab;
    })}<div id="plan-panel" role="tabpanel" aria-labelledby="plan-tab-${this.tab}">${this.tabPanel(session)}</div>`;
  }

  private tabPanel(session: Session): TemplateResult {
    if (this.tab === "impact")
      return html`<sg-plan-impact .session=${session} v=${session.plan.v} ?comparing=${this.was !== null}
        @compare=${(event: CustomEvent<boolean>) => void this.showBefore(event.detail)} @show-place=${this.onPlace}></sg-plan-impact>`;
    return html`<sg-plan-side .context=${this.context} .session=${session} .selected=${this.selected} turn=${this.turn}></sg-plan-side>`;
  }

  private async showBefore(on: boolean): Promise<void> {
    this.was = null;
    if (on && this.session) this.was = await this.session.before();
    this.redraw();
  }

  private readonly onPlace = ({ detail: at }: CustomEvent<readonly [number, number]>): void => {
    this.place = at;
    this.map?.show(at);
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

/** Shapes of where a problem is; a point or a line has none. */
function placesOf({ where }: Problem): Shape[] {
  const { type } = where as { type: string };
  return type === "Polygon" || type === "MultiPolygon"
    ? [shapeOf(where as { type: string; coordinates?: unknown })]
    : [];
}
