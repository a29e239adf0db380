import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { lang, say, t } from "../../i18n/index.ts";
import { ApiError, newKey } from "../../net/api.ts";
import "../dialog.ts";
import { number } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { Session } from "./session.ts";
import type { Differing, PlanImport } from "./types.ts";

const FORMATS = [
  ["gpkg", "GeoPackage"],
  ["geojson", "GeoJSON"],
  ["shapefile", "Shapefile"],
  ["kml", "KML"],
] as const;
const ACCEPT = ".geojson,.json,.gpkg,.kml,.zip";
/** Reference systems that files of Chinese offices mostly have; "" takes the file's own word. */
const SYSTEMS = ["", "GCJ-02", "BD-09", "EPSG:4490", "EPSG:4547", "EPSG:4526"] as const;
const KINDS = {
  new: "files.new",
  gone: "files.gone",
  changed: "files.changed",
  renamed: "files.renamed",
} as const;
const SHOWN = 60;

/** A file of boundaries into the draft: first what it would change, then one step that can be undone. And out again. */
@customElement("sg-plan-files")
export class PlanFiles extends View {
  @property({ attribute: false }) session!: Session;
  @state() private file: File | null = null;
  @state() private system = "";
  @state() private look: PlanImport | null = null;
  @state() private busy = false;
  @state() private refusal = "";
  @query("input[type=file]") private readonly input!: HTMLInputElement | null;
  private key = newKey();

  protected override render(): TemplateResult {
    return html`<sg-dialog heading=${t("files.title")} .content=${this.content()} @closed=${() => this.tell("done", null)}></sg-dialog>`;
  }

  private content(): TemplateResult {
    return html`<div class="plan-publish plan-files">
      ${this.session.may("edit") ? this.incoming() : nothing}
      <h3>${t("files.out")}</h3>
      <p class="plan-files-out">${FORMATS.map(
        ([format, name]) =>
          html`<a class="btn btn-small" href="/api${this.session.path}/export?format=${format}" download data-format=${format}>${icon("download", "1rem")}${name}</a>`,
      )}</p></div>`;
  }

  private incoming(): TemplateResult {
    return html`<h3>${t("files.in")}</h3><p class="meta">${t("files.lead")}</p>
      <label class="field-label" for="plan-file">${t("files.file")}</label>
      <input id="plan-file" class="input" type="file" accept=${ACCEPT} @change=${this.onFile} />
      <label class="field-label" for="plan-crs">${t("files.crs")}</label>
      <select id="plan-crs" class="input" @change=${this.onSystem}>${SYSTEMS.map(
        (code) =>
          html`<option value=${code} ?selected=${code === this.system}>${code || t("files.crs_own")}</option>`,
      )}</select>
      ${this.refusal ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.refusal}</span></p>` : nothing}
      ${this.look ? this.result(this.look) : nothing}
      <button class="btn btn-main btn-wide" type="button" data-act=${this.look ? "import" : "look"} ?disabled=${!this.file || this.busy}
        @click=${() => void this.send(!this.look)}>${this.busy ? icon("wait", "1.125rem", "spin") : nothing}${t(this.look ? "files.take" : "files.look")}</button>`;
  }

  private result(look: PlanImport): TemplateResult {
    const { differences, refused } = look;
    const facts = { n: number(look.rows), crs: look.crs, encoding: look.encoding };
    return html`<div role="status"><p>${t("files.read", facts)}</p>
      ${look.overlaps_m2 || look.gaps_m2 ? html`<p class="meta">${t("files.cleaned", { overlaps: number(look.overlaps_m2), gaps: number(look.gaps_m2) })}</p>` : nothing}
      <ul class="plan-checks">${differences.slice(0, SHOWN).map((one) => difference(one))}</ul>
      ${differences.length > SHOWN ? html`<p class="meta">${t("planner.and_more", { n: differences.length - SHOWN })}</p>` : nothing}
      ${
        refused.length
          ? html`<h3>${t("files.refused")}</h3><ul class="plan-checks">${refused.map((row) => html`<li><span class="chip chip-warn num">${row.row}</span><div><b>${row.name}</b><p class="meta">${say(row.why)}</p></div></li>`)}</ul>`
          : nothing
      }</div>`;
  }

  private readonly onFile = (): void => {
    this.file = this.input?.files?.[0] ?? null;
    this.again();
  };

  private readonly onSystem = (event: Event): void => {
    this.system = (event.target as HTMLSelectElement).value;
    this.again();
  };

  /** Another file or another reading of it: what was seen is no longer what would happen. */
  private again(): void {
    this.look = null;
    this.refusal = "";
    this.key = newKey();
  }

  private async send(dry: boolean): Promise<void> {
    if (!this.file) return;
    this.busy = true;
    this.refusal = "";
    try {
      const answer = await this.session.bring(
        this.file,
        { dry: String(dry), crs: this.system },
        dry ? newKey() : this.key,
      );
      if (dry) this.look = answer;
      else this.tell("done", null);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
      if (failure.code === "PLAN_CHANGED") this.look = null;
    } finally {
      this.busy = false;
    }
  }
}

function difference(one: Differing): TemplateResult {
  const areas = [
    one.gained_m2 ? `+${number(one.gained_m2)} m²` : "",
    one.lost_m2 ? `−${number(one.lost_m2)} m²` : "",
  ];
  return html`<li><span class="chip ${one.kind === "gone" ? "chip-bad" : ""}">${t(KINDS[one.kind])}</span>
    <div><b>${one.name}</b> <span class="meta num">${one.code}</span>
      <p class="meta">${one.kind === "renamed" ? t("files.was", { name: one.was }) : areas.filter(Boolean).join(" ")}</p></div></li>`;
}
