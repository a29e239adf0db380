import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { ApiError } from "../../net/api.ts";
import { number } from "../format.ts";
import { icon, shape } from "../icons.ts";
import { section } from "../panel/sections.ts";
import { View } from "../view.ts";
import { imbalanceTable, loadTable } from "./loads.ts";
import { KINDS, type Kind, moved, readMoving } from "./moving.ts";
import type { Session } from "./session.ts";
import type { Compare } from "./stage.ts";
import type { Flow, Impact, Moving } from "./types.ts";

const COMPARES = ["none", "lines", "swipe"] as const;
const COMPARE_WORDS = {
  none: "planner.compare_none",
  lines: "planner.compare_lines",
  swipe: "planner.compare_swipe",
} as const;
const WORDS = {
  unit: "planner.units",
  point: "planner.points",
  hazard: "planner.hazards",
  alarm: "planner.alarms",
} as const;

/** What the plan would move: read when it is opened, and again when the plan has gone on. */
@customElement("sg-plan-impact")
export class PlanImpact extends View {
  @property({ attribute: false }) session!: Session;
  /** version of the plan that is shown */
  @property({ type: Number }) v = 0;
  @property() compare: Compare = "none";
  @state() private impact: Impact | null = null;
  @state() private trouble = "";
  @state() private list: { kind: Kind; rows: readonly Moving[]; next: number | null } | null = null;
  private asked = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("v") || changed.has("session")) void this.load();
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const asked = this.asked;
    this.list = null;
    this.trouble = "";
    try {
      const impact = await this.session.api.get<Impact>(`${this.session.path}/impact`);
      if (asked !== this.asked) return;
      this.impact = impact;
      const there = await moved(this.session, impact);
      if (asked === this.asked && this.isConnected) this.tell("moved", there);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
  }

  protected override render(): TemplateResult {
    const { impact } = this;
    if (this.trouble)
      return html`<div class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<p>${this.trouble}</p>
        <p><button class="btn btn-small" type="button" @click=${() => void this.load()}>${t("act.retry")}</button></p></div>`;
    if (!impact)
      return html`<div class="panel-skeleton" role="status" aria-label=${t("planner.counting")}><i class="skeleton"></i><i class="skeleton"></i></div>`;
    return html`<article class="plan-impact" data-v=${impact.v}><header><h2>${t(this.session.open ? "planner.impact" : "planner.impact_done")}</h2>
        <p class="meta">${impact.v < this.v ? t("planner.counting") : t(this.session.open ? "planner.impact_lead" : "planner.impact_past")}</p></header>
      <ul class="plan-totals">${KINDS.map((kind) => this.total(impact, kind))}</ul>
      ${impact.open_hazards && this.session.open ? html`<p class="notice ${impact.overdue_hazards ? "notice-warn" : ""}">${icon("info", "1.125rem")}<span>${t("planner.hand_over", { n: impact.open_hazards, overdue: impact.overdue_hazards })}</span></p>` : nothing}
      ${this.list ? this.rows(this.list) : nothing}
      ${this.comparing()}
      ${section("flows", t("planner.flows"), this.flows(impact.flows))}
      ${section("cell-loads", t("planner.cell_loads"), loadTable(impact.cells.map((one) => ({ name: one.cell.name, sub: "", before: one.before, after: one.after }))))}
      ${section("people-loads", t("planner.people_loads"), loadTable(impact.people.map((one) => ({ name: one.person.name, sub: term("role", one.role), before: one.before, after: one.after }))))}
      ${section("imbalance", t("planner.imbalance"), imbalanceTable(impact.imbalance))}</article>`;
  }

  private comparing(): TemplateResult {
    return html`<fieldset class="plan-compare"><legend class="meta">${t("planner.compare")}</legend><div class="segments">${COMPARES.map(
      (
        one,
      ) => html`<label class="segment"><input type="radio" name="compare" value=${one} .checked=${this.compare === one}
        @change=${() => this.tell("compare", one)} /><span>${t(COMPARE_WORDS[one])}</span></label>`,
    )}</div></fieldset>`;
  }

  private total({ totals }: Impact, kind: Kind): TemplateResult {
    const n = totals[kind] ?? 0;
    return html`<li><button class="row" type="button" data-kind=${kind} ?disabled=${n === 0} aria-expanded=${this.list?.kind === kind}
      @click=${() => void this.toggle(kind)}><span class="kpi num">${number(n)}</span><span class="meta">${t(WORDS[kind])}</span></button></li>`;
  }

  private async toggle(kind: Kind): Promise<void> {
    if (this.list?.kind === kind) {
      this.list = null;
      return;
    }
    await this.more(kind, [], 0);
  }

  private async more(kind: Kind, before: readonly Moving[], after: number): Promise<void> {
    try {
      const page = await readMoving(this.session, kind, after);
      this.list = { kind, rows: [...before, ...page.rows], next: page.next };
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
  }

  private rows({ kind, rows, next }: NonNullable<typeof this.list>): TemplateResult {
    const place = (one: { name: string } | null): string => one?.name ?? t("planner.unowned");
    return html`<ul class="plan-moving" aria-label=${t(WORDS[kind])}>${rows.map(
      (
        row,
      ) => html`<li><button class="row" type="button" @click=${() => this.tell("show-place", [row.lon, row.lat])}>
        ${kind === "point" ? shape(row.level) : nothing}<span class="row-text"><b>${row.name}</b><span class="meta">${place(row.source)} → ${place(row.target)}</span></span></button></li>`,
    )}</ul>
    ${next === null ? nothing : html`<button class="btn btn-small" type="button" @click=${() => void this.more(kind, rows, next)}>${t("act.more")}</button>`}`;
  }

  private flows(flows: readonly Flow[]): TemplateResult {
    if (flows.length === 0) return html`<p class="meta">${t("planner.flows_none")}</p>`;
    const pairs = new Map<string, Flow[]>();
    for (const flow of flows) {
      const key = `${flow.source?.id ?? 0} ${flow.target?.id ?? 0}`;
      pairs.set(key, [...(pairs.get(key) ?? []), flow]);
    }
    return html`<ul class="plan-flows">${[...pairs.values()].map((group) => this.pair(group))}</ul>`;
  }

  private pair(group: readonly Flow[]): TemplateResult {
    const [first] = group;
    return html`<li><b>${first?.source?.name ?? t("planner.unowned")} → ${first?.target?.name ?? t("planner.unowned")}</b>
      ${group.map((flow) => html`<p class="plan-flow"><span class="meta">${t(WORDS[flow.kind])}</span><span class="num">${number(flow.total)}</span>${flow.kind === "point" ? this.levels(flow.levels) : nothing}</p>`)}</li>`;
  }

  private levels(levels: readonly number[]): TemplateResult {
    return html`<span class="plan-levels">${[1, 2, 3, 4, 0]
      .filter((level) => (levels[level] ?? 0) > 0)
      .map(
        (level) =>
          html`<span class="level level-${level}" title=${term("level", level)}>${shape(level)}<span class="num">${number(levels[level] ?? 0)}</span><span class="visually-hidden">${term("level", level)}</span></span>`,
      )}</span>`;
  }
}
