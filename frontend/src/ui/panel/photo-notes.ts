import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, t } from "../../i18n/index.ts";
import { type Api, ApiError } from "../../net/api.ts";
import { dateTime } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { distanceWords, isFar, isLongApart, timeWords } from "./photo-words.ts";
import { type Fact, facts } from "./sections.ts";

type Notes = components["schemas"]["EvidenceOut"];

/** What the cameras wrote beside the photos, once somebody who verifies here asks for it: each look is logged. */
@customElement("sg-photo-notes")
export class PhotoNotes extends View {
  @property({ attribute: false }) photos: readonly { url: string }[] = [];
  @property({ attribute: false }) api!: Api;
  @state() private notes: readonly Notes[] | null = null;
  @state() private busy = false;
  @state() private trouble = "";

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get("photos") as typeof this.photos | undefined;
    // Another hazard's photos: what was seen belongs to the others.
    if (before && before.map(({ url }) => url).join() !== this.photos.map(({ url }) => url).join()) {
      this.notes = null;
      this.trouble = "";
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="photo-notes">${this.notes ? this.seen(this.notes) : this.offer()}
      ${this.trouble ? html`<p class="field-error" role="alert">${this.trouble}</p>` : nothing}</div>`;
  }

  private offer(): TemplateResult {
    return html`<button class="btn btn-small" type="button" ?disabled=${this.busy} @click=${this.onLook}>${icon("camera", "1rem")}
      <span>${t("notes.show")}</span></button><span class="meta quiet">${t("notes.logged")}</span>`;
  }

  private seen(notes: readonly Notes[]): TemplateResult {
    return html`<div role="status"><p class="meta">${t("notes.hint")}</p>
      <ol>${notes.map((one, i) => html`<li><b>${t("hazard.photo", { n: i + 1 })}</b>${this.one(one)}</li>`)}</ol></div>`;
  }

  private one(notes: Notes): TemplateResult | typeof nothing {
    const { taken, lon, lat, accuracy, camera, metres, minutes } = notes;
    const rows: Fact[] = [
      [
        t("notes.taken"),
        taken ? this.told(taken.replace("T", " "), timeWords(minutes), isLongApart(minutes)) : "",
      ],
      [
        t("notes.place"),
        lon === null || lon === undefined
          ? ""
          : this.told(distanceWords(metres), `${lat}, ${lon}`, isFar(metres)),
      ],
      [t("notes.accuracy"), accuracy ? t("notes.about", { metres: Math.round(accuracy) }) : ""],
      [t("notes.camera"), camera],
      [t("notes.received"), dateTime(notes.received)],
    ];
    return html`${taken || lon || camera ? nothing : html`<p class="meta">${t("notes.none")}</p>`}${facts(rows)}`;
  }

  private told(first: string, second: string, odd: boolean): TemplateResult {
    return html`<span class="num">${first}</span> <span class="meta">${second}</span>
      ${odd ? html`<span class="chip chip-warn">${icon("warn", "0.875rem")}${t("notes.check")}</span>` : nothing}`;
  }

  private readonly onLook = async (): Promise<void> => {
    this.busy = true;
    this.trouble = "";
    try {
      this.notes = await Promise.all(
        this.photos.map(({ url }) => this.api.get<Notes>(`${url.replace(/^\/api/, "")}/evidence`)),
      );
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    } finally {
      this.busy = false;
    }
  };
}
