import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { number } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { locate, type Place, type Services } from "./services.ts";
import { circle } from "./spec.ts";

/** A place picked on the map or taken from the device; with `radius` an area around it. */
@customElement("sg-place")
export class PlaceField extends View {
  @property({ attribute: false }) place: Place | null = null;
  @property({ attribute: false }) services: Services | null = null;
  @property({ type: Boolean }) area = false;
  @property({ type: Number }) radius = 100;
  @property() inputId = "";
  @state() private phase: "idle" | "picking" | "locating" | "denied" = "idle";

  protected override render(): TemplateResult {
    return html`<div class="place" id=${this.inputId} tabindex="-1">
      <p class="place-now">${icon("pin", "1.125rem")}<span role="status">${this.words()}</span></p>
      <div class="place-acts">
        ${
          this.services?.pickPlace
            ? html`<button type="button" class="btn btn-small" aria-pressed=${this.phase === "picking"} @click=${this.pick}>
              ${icon("pin", "1rem")}${t("form.place_map")}</button>`
            : nothing
        }
        <button type="button" class="btn btn-small" @click=${this.here}>${icon("locate", "1rem")}${t("form.place_here")}</button>
      </div>
      ${this.area ? this.radiusBox() : nothing}
    </div>`;
  }

  private radiusBox(): TemplateResult {
    return html`<label class="place-radius"><span class="meta">${t("form.shape_radius")}</span>
      <input class="input num" type="number" min="10" max="5000" step="10" .value=${String(this.radius)}
        @change=${(e: Event) => {
          this.radius = Number((e.target as HTMLInputElement).value) || 100;
          this.publish();
        }} /></label>`;
  }

  private words(): string {
    if (this.phase === "picking") return t("form.place_picking");
    if (this.phase === "locating") return t("form.place_wait");
    if (this.phase === "denied") return t("form.place_denied");
    if (!this.place) return t("form.place_none");
    const at = `${this.place.lat.toFixed(5)}, ${this.place.lon.toFixed(5)}`;
    return this.place.accuracy
      ? `${at} · ${t("form.place_accuracy", { n: number(this.place.accuracy) })}`
      : at;
  }

  private readonly pick = (): void => {
    this.phase = "picking";
    this.services?.pickPlace?.((place) => {
      this.phase = "idle";
      if (place) this.set(place);
    }, this.place);
  };

  private readonly here = async (): Promise<void> => {
    this.phase = "locating";
    const place = await locate();
    this.phase = place ? "idle" : "denied";
    if (place) this.set(place);
  };

  private set(place: Place): void {
    this.place = place;
    this.publish();
  }

  private publish(): void {
    if (!this.place) return;
    this.tell("placed", this.area ? circle(this.place.lon, this.place.lat, this.radius) : this.place);
  }
}
