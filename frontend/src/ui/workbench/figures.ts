import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, type TextKey, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { type Api, ApiError } from "../../net/api.ts";
import { fromChina } from "../../state/china.ts";
import "../dialog.ts";
import { dateTime, localInput, number } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

type Report = components["schemas"]["CellReportOut"];
type Line = components["schemas"]["CellLine"];
type Ground = "then" | "now";

/** Days (China's), both within. */
interface Period {
  from: string;
  to: string;
}

const FIRST = 200;
const LEVELS = [2, 3, 4] as const;
const GROUNDS: readonly Ground[] = ["then", "now"];
const PRESETS: readonly [TextKey, (today: string) => Period][] = [
  ["figures.month", (today) => ({ from: `${today.slice(0, 7)}-01`, to: today })],
  ["figures.last_month", (today) => lastMonth(today)],
  ["figures.quarter", (today) => ({ from: quarterStart(today), to: today })],
  ["figures.year", (today) => ({ from: `${today.slice(0, 4)}-01-01`, to: today })],
];
const GROUPS: readonly [TextKey, readonly string[]][] = [
  ["figures.record", ["units", "b1", "b2", "b3", "b4", "b0"]],
  ["figures.came", ["found", "found_major"]],
];

export function lastMonth(today: string): Period {
  const last = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1, 0));
  const to = last.toISOString().slice(0, 10);
  return { from: `${to.slice(0, 7)}-01`, to };
}

export function quarterStart(today: string): string {
  const first = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${today.slice(0, 4)}-${String(first).padStart(2, "0")}-01`;
}

/** The question about a period: from the first day's beginning to the end of the last. */
export function queryOf({ from, to }: Period, ground: Ground, level: number): string {
  const until = new Date(Number(fromChina(to)) + 24 * 3_600_000);
  const moments = { since: fromChina(from).toISOString(), until: until.toISOString() };
  return new URLSearchParams({ ...moments, ground, level: String(level) }).toString();
}

/** Figures per cell of a period, by the boundaries of the time or by today's. */
@customElement("sg-figures")
export class Figures extends View {
  @property({ attribute: false }) api!: Api;
  @property({ type: Boolean }) mayExport = false;
  /** go to a cell that there still is */
  @property({ attribute: false }) open: (cell: number) => void = () => {};
  @property({ attribute: false }) known: (cell: number) => boolean = () => false;
  @state() private period: Period = { from: "", to: "" };
  @state() private ground: Ground = "then";
  @state() private level = 3;
  @state() private report: Report | null = null;
  @state() private refusal = "";
  @state() private everything = false;
  private turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const today = localInput(new Date()).slice(0, 10);
    this.period = PRESETS[0]?.[1](today) ?? { from: today, to: today };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (["period", "ground", "level"].some((name) => changed.has(name))) void this.read();
  }

  private get query(): string {
    return queryOf(this.period, this.ground, this.level);
  }

  private async read(): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    if (!this.period.from || !this.period.to || this.period.from > this.period.to) return;
    this.refusal = "";
    try {
      const report = await this.api.get<Report>(`/reports/cells?${this.query}`);
      if (turn !== this.turn) return;
      this.report = report;
      this.everything = false;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (turn === this.turn) this.refusal = failure.text(lang());
    }
  }

  protected override render(): TemplateResult {
    return html`<sg-dialog heading=${t("figures.title")} .content=${this.content()} @closed=${() => this.tell("done", null)}></sg-dialog>`;
  }

  private content(): TemplateResult {
    return html`<div class="figures">${this.form()}
      <p class="meta" role="status">${this.words()}</p>
      ${this.report ? this.table(this.report) : nothing}</div>`;
  }

  private form(): TemplateResult {
    const today = localInput(new Date()).slice(0, 10);
    const day = (
      name: keyof Period,
      label: TextKey,
    ): TemplateResult => html`<label class="figures-day"><span class="meta">${t(label)}</span>
      <input class="input" type="date" max=${today} data-day=${name} .value=${this.period[name]} @change=${(
        event: Event,
      ) => {
        this.period = { ...this.period, [name]: (event.target as HTMLInputElement).value };
      }} /></label>`;
    return html`<div class="figures-form">
      <div class="pills" role="group" aria-label=${t("figures.period")}>${PRESETS.map(([key, of]) => {
        const { from, to } = of(today);
        const on = from === this.period.from && to === this.period.to;
        return html`<button class="pill" type="button" aria-pressed=${on} @click=${() => {
          this.period = { from, to };
        }}>${t(key)}</button>`;
      })}</div>
      ${day("from", "figures.from")} ${day("to", "figures.to")}
      <div class="pills" role="group" aria-label=${t("figures.level")}>${LEVELS.map(
        (level) =>
          html`<button class="pill" type="button" aria-pressed=${level === this.level} data-level=${level} @click=${() => {
            this.level = level;
          }}>${term("cell_level", level)}</button>`,
      )}</div>
      <div class="pills" role="group" aria-label=${t("figures.ground")}>${GROUNDS.map(
        (ground) =>
          html`<button class="pill" type="button" aria-pressed=${ground === this.ground} data-ground=${ground} @click=${() => {
            this.ground = ground;
          }}>${term("report_ground", ground)}</button>`,
      )}</div>
      <span class="grow"></span>
      ${
        this.mayExport
          ? html`<div class="list-export" role="group" aria-label=${t("list.export")}>${icon("download", "1.125rem")}${(
              ["xlsx", "csv"] as const
            ).map(
              (format) =>
                html`<a class="btn btn-small" download data-export=${format} href="/api/reports/cells/export?${this.query}&format=${format}&lang=${lang()}">${format === "xlsx" ? "Excel" : "CSV"}</a>`,
            )}</div>`
          : nothing
      }</div>`;
  }

  private words(): string {
    if (this.refusal) return this.refusal;
    if (!this.report) return t("past.wait");
    const { version, current } = this.report;
    if (!version) return t("past.none");
    const facts = { name: version.name, at: dateTime(version.at) };
    return t(current ? "figures.by_current" : "figures.by_version", facts);
  }

  private table(report: Report): TemplateResult {
    const states = report.columns.slice(8);
    const groups = [...GROUPS, ["figures.states", states] as const];
    const rows = this.everything ? report.lines : report.lines.slice(0, FIRST);
    return html`<div class="figures-scroll scroll" tabindex="0" role="group" aria-label=${t("figures.title")}><table class="figures-table">
      <thead><tr><th rowspan="2" scope="col">${term("report_column", "cell")}</th>
        ${groups.map(([key, columns]) => html`<th colspan=${columns.length + (columns === states ? 1 : 0)} scope="colgroup">${t(key)}</th>`)}</tr>
        <tr>${groups.flatMap(([, columns]) => columns.map((name) => html`<th scope="col">${term("report_column", name)}</th>`))}
          <th scope="col">${term("report_column", "open")}</th></tr></thead>
      <tbody>${rows.map((line) => this.row(line))}</tbody>
      <tfoot><tr><th scope="row">${term("report_column", "total")}</th>${figuresOf(report.total)}</tr></tfoot></table></div>
      ${
        rows.length < report.lines.length
          ? html`<button class="btn btn-plain btn-small" type="button" @click=${() => {
              this.everything = true;
            }}>${t("past.all", { n: number(report.lines.length) })}</button>`
          : nothing
      }`;
  }

  private row(line: Line): TemplateResult {
    const name = line.name || term("ground", "unowned");
    const above = line.above.length ? html`<span class="meta">${line.above.join(" / ")}</span>` : nothing;
    const head = this.known(line.cell)
      ? html`<button class="link" type="button" @click=${() => this.open(line.cell)}>${name}</button>`
      : name;
    return html`<tr><th scope="row">${head} ${above}</th>${figuresOf(line)}</tr>`;
  }
}

function figuresOf({ figures, open }: Line): TemplateResult[] {
  return [...figures, open].map((n) => html`<td class=${n === 0 ? "num is-none" : "num"}>${number(n)}</td>`);
}
