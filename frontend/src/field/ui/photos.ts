import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { PhotoError, type Photos, type Problem } from "../../keep/photos.ts";
import { icon } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";

const PROBLEMS = { unreadable: "field.photo_unreadable", full: "field.photo_full" } as const;

/** Photos of a record that is being made: on the phone at once, sent later. */
@customElement("sg-field-photos")
export class FieldPhotos extends View {
  @property({ attribute: false }) store!: Photos;
  @property({ attribute: false }) ids: readonly string[] = [];
  @property() label = "";
  @state() private busy = 0;
  @state() private problem: Problem | null = null;
  private readonly urls = new Map<string, string>();

  override disconnectedCallback(): void {
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<div class="photos">
        ${this.ids.map((id, i) => this.thumb(id, i))}
        ${this.busy ? html`<span class="photo photo-busy" role="status">${icon("wait", "1.25rem", "spin")}</span>` : nothing}
        <label class="photo photo-add"><input class="visually-hidden" type="file" accept="image/*" capture="environment" multiple @change=${this.onChange} />
          ${icon("camera", "1.75rem")}<span>${this.label || t("field.photo_add")}</span></label>
      </div>
      ${this.problem ? html`<p class="field-error" role="alert">${t(PROBLEMS[this.problem])}</p>` : nothing}`;
  }

  private thumb(id: string, i: number): TemplateResult {
    return html`<span class="photo"><img src=${this.urlOf(id)} alt=${t("hazard.photo", { n: i + 1 })} />
      <button type="button" aria-label=${t("form.photo_remove", { n: i + 1 })} @click=${() => this.drop(id)}>${icon("close", "1rem")}</button></span>`;
  }

  private urlOf(id: string): string {
    const known = this.urls.get(id);
    if (known) return known;
    void this.store.blob(id).then((blob) => {
      if (!blob || !this.isConnected) return;
      this.urls.set(id, URL.createObjectURL(blob));
      this.requestUpdate();
    });
    return "data:,";
  }

  private readonly onChange = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = "";
    this.problem = null;
    this.busy += files.length;
    for (const file of files) {
      try {
        const { id, blob } = await this.store.keep(file);
        this.urls.set(id, URL.createObjectURL(blob));
        this.ids = [...this.ids, id];
        this.tell("photos", this.ids);
      } catch (failure) {
        if (!(failure instanceof PhotoError)) throw failure;
        this.problem = failure.problem;
      } finally {
        this.busy -= 1;
      }
    }
  };

  private drop(id: string): void {
    this.ids = this.ids.filter((one) => one !== id);
    this.tell("photos", this.ids);
  }
}
