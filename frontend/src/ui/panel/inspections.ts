import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { say } from "../../i18n/lang.ts";
import { term } from "../../i18n/terms.ts";
import { ApiError } from "../../net/api.ts";
import { date, dateTime } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { PanelContext } from "./context.ts";
import { type Fact, facts, hazardList, photoStrip, section } from "./sections.ts";

type Schemas = components["schemas"];
type Row = Schemas["InspectionRow"];
type Detail = Schemas["InspectionOut"];
type Next = Schemas["NextVisit"];
type Presence = Schemas["PresenceOut"];

/** When a unit was inspected, what was found, and to who inspects there when the next visit is due. */
@customElement("sg-inspections")
export class Inspections extends View {
  @property({ type: Number }) unit = 0;
  @property({ attribute: false }) version: unknown = null;
  @property({ attribute: false }) context!: PanelContext;
  @state() private rows: readonly Row[] | null = null;
  @state() private upcoming: Next | null = null;
  @state() private earlier: number | null = null;
  @state() private failed = false;
  @state() private unread = false;
  @state() private open: ReadonlyMap<number, Detail> = new Map();
  private asked = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("unit")) {
      this.rows = this.upcoming = this.earlier = null;
      this.open = new Map();
    }
    // A hazard that an inspection made changes the unit, so what is new here is told with it.
    if (changed.has("unit") || changed.has("version")) void this.load();
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    const { api } = this.context;
    try {
      const [page, { visit: upcoming }] = await Promise.all([
        api.get<Schemas["InspectionPage"]>(`/inspections?unit=${this.unit}`),
        api.get<Schemas["Upcoming"]>(`/visits/next?unit=${this.unit}`),
      ]);
      if (asked !== this.asked) return;
      Object.assign(this, { rows: page.inspections, earlier: page.next, upcoming, failed: false });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (asked === this.asked) this.failed = true;
    }
  }

  private async more(): Promise<void> {
    const page = await this.ask<Schemas["InspectionPage"]>(
      `/inspections?unit=${this.unit}&before=${this.earlier}`,
    );
    if (!page) return;
    this.rows = [...(this.rows ?? []), ...page.inspections];
    this.earlier = page.next;
  }

  private async show(id: number): Promise<void> {
    const detail = this.open.has(id) ? null : await this.ask<Detail>(`/inspections/${id}`);
    if (detail) this.open = new Map(this.open).set(id, detail);
  }

  /** Read one more thing; what is on screen stays there if it cannot be read. */
  private async ask<T>(path: string): Promise<T | null> {
    try {
      const found = await this.context.api.get<T>(path);
      this.unread = false;
      return found;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.unread = true;
      return null;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.failed)
      return section(
        "inspections",
        t("inspections.title"),
        html`<p class="meta">${t("inspections.unread")}</p>`,
      );
    if (!this.rows) return nothing;
    const list = this.rows.length
      ? html`<div class="inspections">${this.rows.map((row) => this.row(row))}</div>`
      : html`<p class="meta">${t("inspections.none")}</p>`;
    return section(
      "inspections",
      t("inspections.title"),
      html`${this.upcoming ? next(this.upcoming) : nothing}${list}
      ${this.unread ? html`<p class="meta" role="alert">${t("inspections.unread")}</p>` : nothing}
      ${this.earlier === null ? nothing : html`<button class="btn btn-small" type="button" @click=${() => void this.more()}>${t("inspections.more")}</button>`}`,
    );
  }

  private row(row: Row): TemplateResult {
    const detail = this.open.get(row.id);
    const toggled = (event: Event): void => {
      if ((event.target as HTMLDetailsElement).open) void this.show(row.id);
    };
    return html`<details class="fold inspection" data-inspection=${row.id} @toggle=${toggled}>
      <summary>${icon("right", "1rem")}<span class="row-text"><b><time class="num" datetime=${row.made_at}>${dateTime(row.made_at)}</time> ${row.person.name}</b>
        <span class="meta">${say(row.title)} · ${t("inspections.passed", { n: row.passed })}</span></span>
        ${row.failed ? html`<span class="chip chip-bad">${icon("warn", "1rem")}${t("inspections.failed", { n: row.failed })}</span>` : html`<span class="chip chip-ok">${icon("check", "1rem")}${term("inspection_result", "pass")}</span>`}
      </summary>
      ${detail ? this.detail(detail) : html`<p class="meta" role="status">${t("panel.loading")}</p>`}
    </details>`;
  }

  private detail(detail: Detail): TemplateResult {
    const failed = detail.results.filter(({ result }) => result === "fail");
    const passed = detail.results.filter(({ result }) => result === "pass").length;
    const skipped = detail.results.filter(({ result }) => result === "na").length;
    const photos = detail.results.flatMap((result) => result.photos);
    const known: Fact[] = [
      [t("inspections.list"), `${say(detail.title)} ${detail.checklist?.version ?? ""}`],
      [t("inspections.made"), dateTime(detail.made_at)],
      [t("inspections.received"), dateTime(detail.received_at)],
      [t("inspections.presence"), detail.presence ? presence(detail.presence) : ""],
      [t("inspections.note"), detail.note],
    ];
    return html`<div class="inspection-body">${facts(known)}
      ${detail.moved ? html`<p class="chip chip-warn">${t("inspections.moved")}</p>` : nothing}
      ${failed.map(
        (
          result,
        ) => html`<div class="measure"><b>${result.what}</b>${result.note ? html`<p class="meta">${result.note}</p>` : nothing}
          ${result.hazard ? hazardList([result.hazard], (selection) => this.context.select(selection)) : nothing}</div>`,
      )}
      <p class="meta">${t("inspections.passed", { n: passed })}${skipped ? ` · ${t("inspections.skipped", { n: skipped })}` : ""}</p>
      ${photoStrip(photos, t("inspections.photos"))}</div>`;
  }
}

function presence({ judged, metres, clock_off }: Presence): TemplateResult {
  const said = [
    term("presence", judged),
    metres === null ? "" : t("inspections.metres", { n: Math.round(metres) }),
    clock_off ? t("inspections.clock_off", { n: Math.round(clock_off / 60) }) : "",
  ].filter(Boolean);
  return html`${said.join(" · ")}<span class="meta">（${t("inspections.presence_hint")}）</span>`;
}

function next({ due, per_year, regime, why }: Next): TemplateResult | typeof nothing {
  const reasons = why.map((code) => term("visit_why", code)).join("、");
  const often = per_year ? t("inspections.per_year", { n: per_year }) : "";
  const known: Fact[] = [
    [t("inspections.often"), [term("visit_regime", regime), often, reasons].filter(Boolean).join(" · ")],
    [t("inspections.next"), per_year ? when(due) : ""],
  ];
  return html`${facts(known)}<p class="meta inspection-secret">${icon("lock", "0.875rem")}${t("inspections.secret")}</p>`;
}

function when(due: Next["due"]): TemplateResult {
  if (due.state === "overdue")
    return html`<span class="chip chip-bad">${icon("warn", "1rem")}${t("inspections.late", { n: due.late })}</span>`;
  return html`${t("inspections.by", { day: date(due.until) })}
    ${due.state === "due" ? html`<span class="chip chip-warn">${icon("clock", "1rem")}${term("visit_due", "due")}</span>` : nothing}`;
}
