import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, say, t } from "../../i18n/index.ts";
import { ApiError, newKey } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { EnterpriseContext } from "./types.ts";

type Sheet = components["schemas"]["SheetOut"];

/** Risk points from an Excel sheet: the template, a look at what the file says, and then all of its rows or none. */
@customElement("sg-ent-import")
export class Import extends View {
  @property({ attribute: false }) context!: EnterpriseContext;
  @property({ attribute: false }) changed: () => Promise<void> = () => Promise.resolve();
  @state() private file: File | null = null;
  @state() private sheet: Sheet | null = null;
  @state() private busy = false;
  @state() private refusal = "";
  private key = newKey();

  protected override render(): TemplateResult {
    const { sheet } = this;
    return html`<h2>${t("ent.import")}</h2><p class="meta">${t("ent.import_lead")}</p>
      <p><a class="btn" href="/api/enterprise/points/template" download>${icon("download", "1.125rem")}${t("ent.template")}</a></p>
      <div class="field"><label for="sheet-file">${t("ent.sheet_file")}</label>
        <input class="input" id="sheet-file" type="file" accept=".xlsx" @change=${this.onFile} /></div>
      ${this.busy ? html`<p class="meta" role="status">${icon("wait", "1.125rem", "spin")} ${t("form.sending")}</p>` : nothing}
      ${this.refusal ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.refusal}</span></p>` : nothing}
      ${sheet ? this.answer(sheet) : nothing}`;
  }

  private answer(sheet: Sheet): TemplateResult {
    if (sheet.done)
      return html`<p class="notice notice-ok" role="status">${icon("check", "1.125rem")}<span>${t("ent.sheet_done", { n: sheet.rows, m: sheet.assessed })}</span></p>`;
    if (sheet.problems.length === 0)
      return html`<p class="notice">${icon("info", "1.125rem")}<span>${t("ent.sheet_ready", { n: sheet.rows, m: sheet.assessed })}${sheet.names.length ? html`<br /><span class="meta">${sheet.names.join("、")}</span>` : nothing}</span></p>
        <button class="btn btn-main btn-wide" type="button" ?disabled=${this.busy} @click=${() => void this.send(false)}>${t("ent.sheet_import", { n: sheet.rows })}</button>`;
    return html`<p class="notice notice-warn" role="alert">${icon("warn", "1.125rem")}<span>${t("ent.sheet_problems", { n: sheet.problems.length })}</span></p>
      <div class="ent-table"><table><thead><tr><th scope="col">${t("ent.sheet_row")}</th><th scope="col">${t("ent.sheet_column")}</th><th scope="col">${t("ent.sheet_value")}</th><th scope="col">${t("ent.sheet_why")}</th></tr></thead>
      <tbody>${sheet.problems.map((one) => html`<tr><td class="num">${one.row}</td><td>${one.column}</td><td>${one.value || "—"}</td><td>${say(one.why)}</td></tr>`)}</tbody></table></div>`;
  }

  private readonly onFile = (event: Event): void => {
    this.file = (event.target as HTMLInputElement).files?.[0] ?? null;
    this.sheet = null;
    this.refusal = "";
    this.key = newKey();
    if (this.file) void this.send(true);
  };

  private async send(dry: boolean): Promise<void> {
    if (!this.file) return;
    this.busy = true;
    this.refusal = "";
    try {
      const path = `/enterprise/${this.context.unit.id}/points/import`;
      this.sheet = await this.context.api.send<Sheet>(
        path,
        this.file,
        { dry: String(dry) },
        dry ? {} : { key: this.key },
      );
      if (this.sheet.done) await this.changed();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (failure.status !== 0) this.key = newKey();
      this.refusal = failure.text(lang());
    } finally {
      this.busy = false;
    }
  }
}
