import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { PhotoError } from "../../keep/photos.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { Services } from "./services.ts";

export interface Photo {
  id: string;
  url: string;
}

/** Photos go up as soon as they are chosen, so that sending the form is quick and a failure is seen early. */
@customElement("sg-photos")
export class PhotoField extends View {
  @property({ attribute: false }) photos: readonly Photo[] = [];
  @property({ attribute: false }) services: Services | null = null;
  @property() inputId = "";
  @property({ type: Boolean }) invalid = false;
  @state() private busy: string[] = [];
  @state() private failed: Failed[] = [];

  protected override render(): TemplateResult {
    return html`<div class="photos">
      ${this.photos.map((photo, i) => this.thumb(photo, i))}
      ${this.busy.map((name) => html`<span class="photo photo-busy" role="status" aria-label=${t("form.photo_busy", { name })}>${icon("wait", "1.25rem", "spin")}</span>`)}
      <label class="photo photo-add">
        <input class="visually-hidden" id=${this.inputId} type="file" accept="image/jpeg,image/png,image/webp" multiple
          aria-invalid=${this.invalid} @change=${this.onChange} />
        ${icon("camera", "1.5rem")}<span>${t("form.photo_add")}</span>
      </label>
    </div>
    ${this.failed.map(
      ({
        file,
        why,
      }) => html`<p class="field-error" role="alert">${why ? `${file.name}：${why}` : t("form.photo_failed", { name: file.name })}
        ${why ? nothing : html`<button class="btn btn-plain btn-small" type="button" @click=${() => this.again(file)}>${t("act.retry")}</button>`}
        <button class="btn btn-plain btn-small" type="button" @click=${() => this.forget(file)}>${t("form.photo_drop")}</button></p>`,
    )}`;
  }

  private thumb(photo: Photo, i: number): TemplateResult | typeof nothing {
    return html`<span class="photo"><img src=${this.services?.shown?.(photo) ?? photo.url} alt=${t("hazard.photo", { n: i + 1 })} />
      <button type="button" aria-label=${t("form.photo_remove", { n: i + 1 })}
        @click=${() => this.set(this.photos.filter((p) => p !== photo))}>${icon("close", "1rem")}</button></span>`;
  }

  private readonly onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    for (const file of input.files ?? []) void this.send(file);
    input.value = "";
  };

  private forget(file: File): void {
    this.failed = this.failed.filter((one) => one.file !== file);
  }

  private again(file: File): void {
    this.forget(file);
    void this.send(file);
  }

  private async send(file: File): Promise<void> {
    if (!this.services) return;
    this.busy = [...this.busy, file.name];
    try {
      const photo = await this.services.upload(file, file.name);
      this.set([...this.photos, { id: photo.id, url: photo.url }]);
    } catch (failure) {
      console.warn("upload failed", failure);
      this.failed = [...this.failed, { file, why: forGood(failure) }];
    } finally {
      const i = this.busy.indexOf(file.name);
      this.busy = this.busy.filter((_, k) => k !== i);
    }
  }

  private set(photos: readonly Photo[]): void {
    this.photos = photos;
    this.tell("photos", photos);
  }
}

interface Failed {
  file: File;
  /** why trying again cannot help; "": it may */
  why: string;
}

function forGood(failure: unknown): string {
  if (failure instanceof PhotoError)
    return failure.problem === "unreadable" ? t("form.photo_unreadable") : "";
  const answered = failure instanceof ApiError && failure.status >= 400 && failure.status < 500;
  return answered && failure.status !== 429 ? failure.text(lang()) : "";
}
