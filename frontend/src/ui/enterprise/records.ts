import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { codes, hasTerm, term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { Control, FormField, Values } from "../form/spec.ts";
import { icon } from "../icons.ts";
import { photoStrip } from "../panel/sections.ts";
import "../people/confirm.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import { dayChip } from "./home.ts";
import { renewed } from "./renewal.ts";
import { type EnterpriseContext, keeps, type RecordKind, type RecordList, type UnitRecord } from "./types.ts";

const CONTROLS: Record<string, Control> = {
  on: "date",
  until: "date",
  people: "number",
  note: "longtext",
  result: "longtext",
};

const photoOf = (id: string): { id: string; url: string } => ({ id, url: `/api/uploads/${id}` });
const photosField = (): FormField => ({
  name: "photos",
  label: t("ent.record_photos"),
  control: "photos",
  required: false,
  hint: t("ent.record_photos_hint"),
});

/** A kind's own word for a column, or the plain one. */
function columnWord(kind: string, column: string): string {
  const own = `${kind}.${column}`;
  return term("record_column", hasTerm("record_column", own) ? own : column);
}

/** The record sets: kinds by theme, their records, and the form of one. */
@customElement("sg-ent-records")
export class Records extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  /** kind to open */
  @property() kind = "";
  private readonly data = renewed(this, ({ api, unit }) =>
    api.get<RecordList>(`/enterprise/${unit.id}/records`),
  );
  @state() private open = "";
  @state() private form: UnitRecord | "new" | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("kind") && this.kind) {
      this.open = this.kind;
      this.form = null;
    }
  }

  protected override render(): TemplateResult {
    return readingFrame(this.data, (list) => this.themes(list));
  }

  private themes(list: RecordList): TemplateResult {
    return html`${codes("record_theme").map((theme) => {
      const kinds = list.kinds.filter((kind) => kind.theme === theme);
      return kinds.length
        ? html`<section class="card" aria-labelledby="theme-${theme}"><h2 id="theme-${theme}">${term("record_theme", theme)}</h2>
          ${kinds.map((kind) => this.kindView(kind, list.records))}</section>`
        : nothing;
    })}`;
  }

  private kindView(kind: RecordKind, all: readonly UnitRecord[]): TemplateResult {
    const rows = all.filter((record) => record.kind === kind.code);
    const worst = ["expired", "soon"].find((how) => rows.some((row) => row.standing === how));
    const isOpen = this.open === kind.code;
    return html`<div class="ent-kind"><button class="row" type="button" aria-expanded=${isOpen} @click=${() => {
      this.open = isOpen ? "" : kind.code;
      this.form = null;
    }}>${icon(isOpen ? "down" : "right", "1rem")}<span class="row-text"><b>${term("record_kind", kind.code)}</b></span>
      ${worst ? html`<span class="chip ${worst === "expired" ? "chip-bad" : "chip-warn"}">${term("record_standing", worst)}</span>` : nothing}
      <span class="num">${rows.length}</span></button>
      ${isOpen ? this.kindBody(kind, rows) : nothing}</div>`;
  }

  private kindBody(kind: RecordKind, rows: readonly UnitRecord[]): TemplateResult {
    const writes = keeps(this.context.unit);
    if (this.form) return this.formView(kind, this.form === "new" ? null : this.form);
    return html`<div class="ent-kind-body">
      ${rows.length ? html`<ul class="ent-records">${rows.map((row) => this.row(kind, row, writes))}</ul>` : html`<p class="meta">${t("ent.record_none")}</p>`}
      ${
        writes
          ? html`<button class="btn" type="button" @click=${() => {
              this.form = "new";
            }}>${icon("plus", "1.125rem")}${t("ent.record_add")}</button>`
          : nothing
      }</div>`;
  }

  private row(kind: RecordKind, row: UnitRecord, writes: boolean): TemplateResult {
    const shown = kind.columns.filter((column) => !["title", "until", "person"].includes(column));
    const said = shown
      .map((column) => [column, row[column as keyof UnitRecord]] as const)
      .filter(([, value]) => value !== "" && value !== null);
    return html`<li class="ent-record"><div class="ent-record-head"><b>${[row.person, row.title].filter(Boolean).join(" · ")}</b>
        ${row.until ? html`<span class="meta">${t("ent.until", { day: row.until })}</span>` : nothing}
        ${row.until && row.standing !== "valid" ? dayChip(row.until) : nothing}</div>
      <dl class="facts">${said.map(([column, value]) => html`<div><dt>${columnWord(kind.code, column)}</dt><dd>${value}</dd></div>`)}</dl>
      ${photoStrip(row.photos.map(photoOf), t("ent.record_photos"))}
      ${
        writes
          ? html`<div class="ent-record-acts"><button class="btn btn-small" type="button" @click=${() => {
              this.form = row;
            }}>${t("ent.edit")}</button>
        <sg-confirm label=${t("ent.record_remove")} question=${t("ent.record_sure")} .act=${() => this.takeAway(row)}></sg-confirm></div>`
          : nothing
      }</li>`;
  }

  private formView(kind: RecordKind, row: UnitRecord | null): TemplateResult {
    const fields = kind.columns.map(
      (column): FormField => ({
        name: column,
        label: columnWord(kind.code, column),
        control: CONTROLS[column] ?? "text",
        required: kind.needed.includes(column),
      }),
    );
    const initial: Values = row
      ? {
          ...Object.fromEntries(kind.columns.map((c) => [c, row[c as keyof UnitRecord] ?? ""])),
          photos: row.photos.map(photoOf),
        }
      : {};
    const name = term("record_kind", kind.code);
    return html`<div class="ent-kind-body"><h3>${t(row ? "ent.record_edit" : "ent.record_new", { kind: name })}</h3>
      <sg-form id="record" .fields=${[...fields, photosField()]} .initial=${initial} .services=${this.context.services} draft="record.${this.context.unit.id}.${row?.id ?? kind.code}"
        .recheck=${this.recheck} .send=${this.sender(kind, row)}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.form = null;
      }}>${t("act.cancel")}</button></div>`;
  }

  private sender(kind: RecordKind, row: UnitRecord | null): Send {
    const path = row ? `/enterprise/records/${row.id}` : `/enterprise/${this.context.unit.id}/records`;
    const about = row ? { version: row.version } : { kind: kind.code };
    return async (body, key) => {
      // Photos that were all taken away are sent as none: leaving them out would leave them as they are.
      await this.context.api.post(path, { photos: [], ...body, ...about }, { key });
      this.form = null;
      await Promise.all([this.data.load(), this.context.reload()]);
    };
  }

  /** Somebody else wrote it meanwhile: what is sent next is meant against what stands there now. */
  private readonly recheck = async (): Promise<void> => {
    await this.data.load();
    const { form } = this;
    if (form && form !== "new") this.form = this.data.value?.records.find(({ id }) => id === form.id) ?? form;
  };

  private async takeAway(row: UnitRecord): Promise<void> {
    await this.context.api.post(`/enterprise/records/${row.id}/remove`, { version: row.version });
    await Promise.all([this.data.load(), this.context.reload()]);
  }
}
