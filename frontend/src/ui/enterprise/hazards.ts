import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import type { Selection } from "../../map/types.ts";
import { ApiError } from "../../net/api.ts";
import type { HazardDetail } from "../details.ts";
import { date } from "../format.ts";
import { hazardMark, icon } from "../icons.ts";
import type { PanelContext } from "../panel/context.ts";
import "../panel/hazard.ts";
import { hazardHead } from "../panel/hazard-parts.ts";
import { stateChip } from "../panel/sections.ts";
import type { At } from "../report.ts";
import "../report.ts";
import { View } from "../view.ts";
import { beforeAfter, orderCard, stepList } from "./hazard-story.ts";
import { Renewal } from "./renewal.ts";
import { type EnterpriseContext, may, type OwnPoint } from "./types.ts";

type Row = Pick<HazardDetail, "id" | "title" | "major" | "state" | "overdue" | "reported_at" | "point">;

interface Page {
  hazards: Row[];
  next: number | null;
}

/** Hazards of the unit: what is open, what was closed, and the report. `what`: "new", "self", "at-7", or an id. */
@customElement("sg-ent-hazards")
export class Hazards extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  @property() what = "";
  @state() private settled = false;
  @state() private rows: readonly Row[] | null = null;
  @state() private next: number | null = null;
  @state() private hazard: HazardDetail | null = null;
  @state() private points: readonly OwnPoint[] = [];
  @state() private at = 0;
  @state() private trouble = "";
  /** a report was kept, for want of a line */
  @state() private kept = false;

  constructor() {
    super();
    new Renewal(
      this,
      () => this.context,
      () => void this.renew(),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("what")) return;
    this.hazard = null;
    if (this.what) this.kept = false;
    if (this.what.startsWith("at-")) this.at = Number(this.what.slice(3));
    if (/^\d+$/.test(this.what)) void this.open();
    if (this.reporting && this.points.length === 0) void this.loadPoints();
  }

  private get reporting(): boolean {
    return ["new", "self"].includes(this.what) || this.what.startsWith("at-");
  }

  private load(older: number | null = null): Promise<void> {
    const asked = new URLSearchParams({
      unit: String(this.context.unit.id),
      state: this.settled ? "settled" : "open",
    });
    if (older !== null) asked.set("before", String(older));
    return this.guarded(async () => {
      const page = await this.context.api.get<Page>(`/hazards?${asked}`);
      this.rows = older === null ? page.hazards : [...(this.rows ?? []), ...page.hazards];
      this.next = page.next;
    });
  }

  private readonly open = (): Promise<void> => {
    const id = this.what;
    return this.guarded(async () => {
      const found = await this.context.api.get<HazardDetail>(`/hazards/${id}`);
      if (id === this.what) this.hazard = found;
    });
  };

  private loadPoints(): Promise<void> {
    const path = `/enterprise/${this.context.unit.id}/points`;
    return this.guarded(async () => {
      this.points = (await this.context.api.get<{ points: OwnPoint[] }>(path)).points;
    });
  }

  private async guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.trouble = "";
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
  }

  /** Somebody else did something: the list as far as it was read, and the open hazard under the hands of who looks at it. */
  private async renew(): Promise<void> {
    const asked = this.rows?.length ?? 0;
    await this.load();
    while (this.next !== null && (this.rows?.length ?? 0) < asked) await this.load(this.next);
    if (this.hazard) await this.open();
  }

  private readonly reload = async (): Promise<void> => {
    await Promise.all([this.open(), this.load(), this.context.reload()]);
  };

  private get panel(): PanelContext {
    const { api, services, me, go, store } = this.context;
    const select = (to: Selection | null): void => {
      if (to?.entity === "hazard") go("hazards", String(to.id));
      else if (to?.entity === "point") go("points", String(to.id));
    };
    return { api, services, me, store, select, flyTo: () => {}, deliver: this.deliver };
  }

  protected override render(): TemplateResult {
    const open = this.what !== "";
    return html`${this.trouble ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.trouble}</span></p>` : nothing}
      <div class="ent-two ${open ? "has-open" : ""}">
      <section class="card ent-list" aria-labelledby="ent-hazards"><header class="ent-card-head"><h2 id="ent-hazards">${t("ent.hazards")}</h2></header>
        ${this.kept ? html`<p class="notice notice-warn" role="status">${icon("clock", "1.125rem")}<span>${t("ent.kept")}</span></p>` : nothing}
        ${this.acts()}${this.list()}</section>
      <section class="card ent-open" aria-live="polite" @reported=${() => void this.reported()}>${open ? this.back() : nothing}${this.opened()}</section></div>`;
  }

  private readonly deliver: NonNullable<PanelContext["deliver"]> = async ({ path, fields, key, draft }) => {
    // Opened again, the form stands where it stood.
    const what = this.what === "new" && this.at ? `at-${this.at}` : this.what;
    const photos = (fields.photos ?? []) as string[];
    const title = String(fields.title ?? t("ent.hazard_new"));
    const parcel = {
      kind: "hazard",
      path,
      fields,
      key,
      draft,
      title,
      photos,
      section: "hazards",
      what,
    } as const;
    const made = await this.context.deliver<{ id: number }>(parcel);
    if (!made) {
      this.context.go("hazards");
      this.kept = true;
    }
    return made;
  };

  private acts(): TemplateResult {
    const { unit, go } = this.context;
    const tab = (settled: boolean, name: string): TemplateResult =>
      html`<label class="segment"><input type="radio" name="hazard-state" .checked=${settled === this.settled} @change=${() => {
        this.settled = settled;
        void this.load();
      }} /><span>${name}</span></label>`;
    return html`<div class="ent-row-acts">
        <button class="btn btn-main" type="button" @click=${() => go("hazards", "new")}>${icon("camera", "1.125rem")}${t("ent.hazard_new")}</button>
        ${may(unit, "self_hazard") ? html`<button class="btn" type="button" @click=${() => go("hazards", "self")}>${icon("check", "1.125rem")}${t("ent.hazard_self")}</button>` : nothing}</div>
      <div class="segments" role="radiogroup" aria-label=${t("ent.hazards")}>${tab(false, t("ent.hazard_open"))}${tab(true, t("ent.hazard_settled"))}</div>`;
  }

  private list(): TemplateResult {
    const { rows } = this;
    if (!rows) return html`<p class="meta" role="status">${t("panel.loading")}</p>`;
    if (rows.length === 0) return html`<p class="meta">${t("ent.hazard_none")}</p>`;
    return html`<ul class="rows">${rows.map(
      (
        one,
      ) => html`<li><button class="row ${String(one.id) === this.what ? "row-newest" : ""}" type="button" @click=${() => this.context.go("hazards", String(one.id))}>
      ${hazardMark(one.major, this.settled)}<span class="row-text"><b>${one.title}</b><span class="meta">${[one.point?.name, date(one.reported_at)].filter(Boolean).join(" · ")}</span></span>
      ${stateChip(one.state, one.overdue)}</button></li>`,
    )}</ul>
    ${this.next === null ? nothing : html`<button class="btn" type="button" @click=${() => void this.load(this.next)}>${t("act.more")}</button>`}`;
  }

  private back(): TemplateResult {
    return html`<button class="btn btn-plain ent-back" type="button" @click=${() => this.context.go("hazards")}>${icon("back", "1.125rem")}${t("act.back")}</button>`;
  }

  private opened(): TemplateResult {
    if (this.reporting) return this.report(this.what === "self");
    const { hazard } = this;
    if (this.what === "")
      return html`<p class="empty">${icon("warn", "2rem")}<span>${t("ent.hazard_pick")}</span></p>`;
    if (!hazard && this.trouble)
      return html`<p class="empty">${icon("warn", "2rem")}<button class="btn" type="button" @click=${() => this.context.go("hazards")}>${t("ent.hazards")}</button></p>`;
    if (!hazard) return html`<p class="empty" role="status">${t("panel.loading")}</p>`;
    return html`${hazardHead(hazard, this.panel)}${orderCard(hazard)}${beforeAfter(hazard)}
      <sg-hazard .hazard=${hazard} .context=${this.panel} .reload=${this.reload}></sg-hazard>${stepList(hazard)}`;
  }

  private report(self: boolean): TemplateResult {
    const { unit } = this.context;
    const point = this.points.find((one) => one.id === this.at);
    const at: At = point
      ? { entity: "point", id: point.id, name: point.name, measures: point.measures }
      : { entity: "unit", id: unit.id, name: unit.name };
    return html`${self ? html`<p class="notice">${icon("info", "1.125rem")}<span>${t("ent.hazard_self_lead")}</span></p>` : nothing}
      <div class="field"><label for="hazard-where">${t("ent.hazard_where")}</label>
        <select class="input" id="hazard-where" @change=${(event: Event) => {
          this.at = Number((event.target as HTMLSelectElement).value);
        }}><option value="0" ?selected=${this.at === 0}>${t("ent.hazard_unit")}</option>
          ${this.points.map((one) => html`<option value=${one.id} ?selected=${one.id === this.at}>${one.name}</option>`)}</select></div>
      <sg-report ?self=${self} .at=${at} .context=${this.panel}></sg-report>`;
  }

  private async reported(): Promise<void> {
    await Promise.all([this.load(), this.context.reload()]);
  }
}
